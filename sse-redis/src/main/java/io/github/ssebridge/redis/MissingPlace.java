package io.github.ssebridge.redis;

import org.jspecify.annotations.Nullable;

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

  /**
   * The first place where one may have been deleted, if the last that was comes before the end of
   * what was read; null if that is yet to come. Between two ids that follow one another there was
   * none, and whoever has got the first would not hear of it.
   */
  static @Nullable MissingPlace firstOfDeleted(StreamPage page, EntryId last) {
    EntryId deleted = page.info().lastDeleted();
    EntryId before = last;
    for (StreamEntry entry : page.entries()) {
      if (entry.id().isAfter(deleted)) {
        return new MissingPlace(EntryPosition.of(deleted));
      }
      long place = EntryPosition.before(entry.id());
      if (place != EntryPosition.of(before)) {
        return new MissingPlace(place);
      }
      before = entry.id();
    }
    return page.entries().isEmpty() ? new MissingPlace(EntryPosition.of(deleted)) : null;
  }

  /** Whether it is before an entry. */
  boolean isBefore(EntryId entry) {
    return Long.compareUnsigned(position, EntryPosition.of(entry)) < 0;
  }
}
