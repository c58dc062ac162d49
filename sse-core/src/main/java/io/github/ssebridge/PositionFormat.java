package io.github.ssebridge;

import org.jspecify.annotations.Nullable;

/**
 * How ids say where a client is in a source that every node can read again from any position.
 *
 * <p>A source has partitions, numbered from 0. A position in a partition is a {@code long} that
 * only the format understands; 0 is the partition's beginning, and a partition that is not in an
 * array is at 0. Immutable and safe for use by any thread.
 */
public interface PositionFormat {

  /**
   * The id of a client that has got everything before these positions: 1 to 1,024 printable ASCII
   * characters without {@code ,} and {@code =}.
   */
  String write(long[] positions);

  /**
   * The same, if it is known how many records the source has had up to there.
   *
   * @param ordinal how many, -1 if nobody knows
   */
  default String write(long[] positions, long ordinal) {
    return write(positions);
  }

  /** Writes the ids of consecutive events, beginning with these positions, which are copied. */
  IdWriter writer(long[] positions);

  /** What an id says; null if it is not an id of this format. Any text is fine. */
  @Nullable SourcePosition read(String id);

  /**
   * Whether a client at one position has got everything up to another one of the same partition. So
   * a reader that begins at {@code reached} lacks nothing that such a client still has to get.
   */
  boolean includes(long position, long reached);

  /** How many records there may be from one position to another one; 0 if that is not later. */
  long distance(long from, long to);

  /**
   * Whether that is how many there have been, so that a client may be told that so many are
   * missing.
   */
  default boolean countsRecords() {
    return true;
  }
}
