package io.github.ssebridge.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Redis says of a stream.
 *
 * @param length how many entries it has
 * @param last the id that was given last, also if that entry is gone
 * @param first the id of the oldest entry; null if there is none
 * @param added how many entries it has ever had; {@link #UNKNOWN} below Redis 7
 * @param lastDeleted the greatest id that was deleted by itself, and not by trimming; zero if none
 *     was or it is unknown
 */
record StreamInfo(
    long length, EntryId last, @Nullable EntryId first, long added, EntryId lastDeleted) {

  static final long UNKNOWN = -1;

  /** There is no such stream. */
  static final StreamInfo NONE = new StreamInfo(0, EntryId.ZERO, null, 0, EntryId.ZERO);

  /** Reads the answer to {@code XINFO STREAM}. */
  static StreamInfo of(List<Object> answer) {
    long length = 0;
    long added = UNKNOWN;
    EntryId last = EntryId.ZERO;
    EntryId first = null;
    EntryId lastDeleted = EntryId.ZERO;
    for (int i = 0; i + 1 < answer.size(); i += 2) {
      Object value = answer.get(i + 1);
      switch (text(answer.get(i))) {
        case "length" -> length = (Long) value;
        case "entries-added" -> added = (Long) value;
        case "last-generated-id" -> last = EntryId.of(text(value));
        case "max-deleted-entry-id" -> lastDeleted = EntryId.of(text(value));
        case "first-entry" -> first = idOf(value);
        default -> {
          // Groups, and how it is stored.
        }
      }
    }
    return new StreamInfo(length, last, first, added, lastDeleted);
  }

  private static @Nullable EntryId idOf(@Nullable Object entry) {
    return entry instanceof List<?> parts && !parts.isEmpty()
        ? EntryId.of(text(parts.get(0)))
        : null;
  }

  private static String text(@Nullable Object value) {
    return value instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(value);
  }

  boolean exists() {
    return !equals(NONE);
  }

  /** How many entries there have been before the oldest one; unknown if some were taken out. */
  long addedBeforeFirst() {
    boolean isWhole = first == null || first.isAfter(lastDeleted);
    return added == UNKNOWN || !isWhole ? UNKNOWN : added - length;
  }

  /** Whether nothing has ever been removed. */
  boolean isComplete() {
    return added != UNKNOWN && added == length;
  }

  /** The last position before the oldest entry. */
  long oldestPosition() {
    if (isComplete()) {
      return 0;
    }
    return first == null ? EntryPosition.of(last) : EntryPosition.before(first);
  }
}
