package io.github.ssebridge;

import java.security.SecureRandom;
import java.time.Duration;

/**
 * How a hub runs its streams.
 *
 * @param node what {@code sse:open} calls this node; printable ASCII
 * @param retry the reconnection time that clients are given
 * @param linger how long a feed stays open after its last subscriber
 * @param streams how streams keep events, unless they say otherwise
 */
public record HubOptions(String node, Duration retry, Duration linger, StreamOptions streams) {

  /** 2 s; each client is given up to half as much again, so that they do not come back at once. */
  public static final Duration DEFAULT_RETRY = Duration.ofSeconds(2);

  /** 1 min, which outlasts a reconnect. */
  public static final Duration DEFAULT_LINGER = Duration.ofMinutes(1);

  private static final Duration MAX_DURATION = Duration.ofDays(1);

  /** Refuses what clients cannot live with. */
  public HubOptions {
    if (!node.matches("[!-~]{1,64}")) {
      throw new IllegalArgumentException(
          "node must be 1 to 64 printable ASCII characters without blanks, but is '" + node + "'");
    }
    if (retry.compareTo(Duration.ofMillis(1)) < 0 || retry.compareTo(MAX_DURATION) > 0) {
      throw new IllegalArgumentException(
          "retry must be from 1 ms, below which clients reconnect without pause, to 1 day; it is "
              + retry);
    }
    if (linger.isNegative() || linger.compareTo(MAX_DURATION) > 0) {
      throw new IllegalArgumentException("linger must be from 0 to 1 day, but is " + linger);
    }
  }

  /** The named defaults, and a node name made by chance. */
  public static HubOptions defaults() {
    String node = "node-" + Integer.toString(new SecureRandom().nextInt(36 * 36 * 36 * 36), 36);
    return new HubOptions(node, DEFAULT_RETRY, DEFAULT_LINGER, StreamOptions.defaults());
  }

  /** These options with a node name. */
  public HubOptions withNode(String newNode) {
    return new HubOptions(newNode, retry, linger, streams);
  }

  /** These options with another reconnection time. */
  public HubOptions withRetry(Duration newRetry) {
    return new HubOptions(node, newRetry, linger, streams);
  }

  /** These options with another linger. */
  public HubOptions withLinger(Duration newLinger) {
    return new HubOptions(node, retry, newLinger, streams);
  }

  /** These options with others for the streams. */
  public HubOptions withStreams(StreamOptions newStreams) {
    return new HubOptions(node, retry, linger, newStreams);
  }
}
