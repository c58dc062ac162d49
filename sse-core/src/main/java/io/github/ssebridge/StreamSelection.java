package io.github.ssebridge;

import java.util.Set;

/**
 * What a client wants of a stream.
 *
 * @param stream the name of the stream
 * @param keys the keys whose events it wants; none stands for all events
 */
public record StreamSelection(String stream, Set<String> keys) {

  /** Copies the keys. */
  public StreamSelection {
    keys = Set.copyOf(keys);
  }

  /** All events of a stream. */
  public static StreamSelection all(String stream) {
    return new StreamSelection(stream, Set.of());
  }
}
