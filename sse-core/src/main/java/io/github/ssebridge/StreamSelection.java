package io.github.ssebridge;

import java.util.List;
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

  /**
   * Refuses selections that cannot share a connection.
   *
   * @throws IllegalArgumentException if there is none, one stream is there twice, or the ids of so
   *     many streams could be too long
   */
  public static void requireFit(List<StreamSelection> selections) {
    CombinedId.requireFit(selections.stream().map(StreamSelection::stream).toList());
  }

  /** All events of a stream. */
  public static StreamSelection all(String stream) {
    return new StreamSelection(stream, Set.of());
  }
}
