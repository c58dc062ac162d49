package io.github.ssebridge;

/**
 * How a stream that is a table keeps the newest event of each key for the clients that begin there.
 *
 * @param maxBytes the most bytes that the table takes: of encoded events, of their keys, and {@link
 *     #BYTES_PER_KEY} for each; the keys that have not changed for longest are left out beyond that
 */
public record SnapshotOptions(long maxBytes) {

  /** 64 MiB. */
  public static final long DEFAULT_MAX_BYTES = 64L << 20;

  /** About what it takes to find the event of a key. */
  public static final int BYTES_PER_KEY = 200;

  /** Refuses a table without room for one short event. */
  public SnapshotOptions {
    if (maxBytes < LogOptions.MIN_EVENT_BYTES) {
      throw new IllegalArgumentException(
          "maxBytes of a snapshot must be at least %d, but is %d"
              .formatted(LogOptions.MIN_EVENT_BYTES, maxBytes));
    }
  }

  /** The named default. */
  public static SnapshotOptions defaults() {
    return new SnapshotOptions(DEFAULT_MAX_BYTES);
  }
}
