package io.github.ssebridge;

/**
 * Writes the id of each event of a log, over the one before. Confined to the log's writer.
 *
 * @see PositionFormat#writer
 */
public interface IdWriter {

  /** The source has been read up to a position of one of its partitions. */
  void moveTo(int partition, long position);

  /**
   * The next event is the one after so many records that the source has had.
   *
   * @param ordinal how many, -1 if nobody knows; only ids need it whose positions do not say it
   */
  default void counted(long ordinal) {}

  /** Where the id stands, from 0 on, until the next move. */
  byte[] bytes();

  /**
   * The length of the id in bytes; 0 if it is the same as before the move, so that it may be left
   * out.
   */
  int length();
}
