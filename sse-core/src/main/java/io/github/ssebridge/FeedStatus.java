package io.github.ssebridge;

import java.util.Map;

/**
 * How a feed is.
 *
 * @param state whether it reads
 * @param detail what it reads or waits for, in one line; empty if there is nothing to say
 * @param figures what it has counted, by name
 */
public record FeedStatus(State state, String detail, Map<String, Long> figures) {

  /** Whether a feed reads. */
  public enum State {
    /** Nobody reads the stream, so the feed does not either. */
    STOPPED,
    /** It has not found its source yet. */
    STARTING,
    /** It reads, or would if there were something. */
    READING,
    /** Its source is out of reach; it goes on when that is back. */
    UNREACHABLE,
    /** Its source refuses it, or is not there, or cannot be read: somebody must look. */
    FAILING
  }

  /** Copies the figures. */
  public FeedStatus {
    figures = Map.copyOf(figures);
  }

  /** A feed that has nothing to tell. */
  public static FeedStatus of(State state) {
    return new FeedStatus(state, "", Map.of());
  }
}
