package io.github.ssebridge.redis;

/**
 * Where in a stream entries are missing among those that were read.
 *
 * @param position the position after the last of them, as far as it is known
 */
record MissingPlace(long position) {

  /** After the entry that was deleted last, if it was there; otherwise before what was read. */
  static MissingPlace of(StreamPage page, EntryId last) {
    StreamInfo info = page.info();
    if (page.entries().isEmpty()) {
      return new MissingPlace(EntryPosition.of(info.last()));
    }
    EntryId end = page.entries().get(page.entries().size() - 1).id();
    boolean wasDeleted = info.lastDeleted().isAfter(last) && end.isAfter(info.lastDeleted());
    return new MissingPlace(
        wasDeleted
            ? EntryPosition.of(info.lastDeleted())
            : EntryPosition.before(page.entries().get(0).id()));
  }

  /** Whether it is before an entry. */
  boolean isBefore(EntryId entry) {
    return Long.compareUnsigned(position, EntryPosition.of(entry)) < 0;
  }
}
