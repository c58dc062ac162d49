package io.github.ssebridge;

/** What a stream does about a client that reads more slowly than events come. */
public enum OverflowPolicy {
  /**
   * The client gets every event that the log still has. Once the log has overtaken it, it is told
   * by {@code sse:gap} how many events it has missed, and goes on with the oldest one kept.
   */
  GAP,
  /**
   * Like {@link #GAP}, but a client that the log has overtaken is sent {@code sse:goaway} and its
   * connection ends, so that it comes back with its last id and resumes from the source.
   */
  CLOSE,
  /**
   * The client gets only the newest event of each key, in the order in which they came, and is told
   * by {@code sse:gap} how many older ones they stand in for. Newest events outlive the log's
   * bounds, up to as many bytes and events again; beyond that the keys that have not changed for
   * longest are given up, which is told like any other loss. Events without a key count as events
   * of one key.
   */
  LATEST
}
