package io.github.ssebridge;

import java.util.List;
import java.util.Set;

/**
 * What a client wants of a stream.
 *
 * @param stream the name of the stream
 * @param keys the keys whose events it wants; none stands for all events
 * @param start where it begins if it comes without an id
 */
public record StreamSelection(String stream, Set<String> keys, StartPoint start) {

  /** Copies the keys. */
  public StreamSelection {
    keys = Set.copyOf(keys);
  }

  /** What comes from now on. */
  public StreamSelection(String stream, Set<String> keys) {
    this(stream, keys, StartPoint.LATEST);
  }

  /**
   * Refuses selections that cannot share a connection.
   *
   * @throws IllegalArgumentException if there is none, one stream is there twice, or the ids of so
   *     many streams could be too long
   */
  public static void requireFit(List<StreamSelection> selections) {
    List<String> names = selections.stream().map(StreamSelection::stream).toList();
    CombinedId.requireFit(names, names.size() * CombinedId.USUAL_LENGTH);
  }

  /** All events of a stream. */
  public static StreamSelection all(String stream) {
    return new StreamSelection(stream, Set.of());
  }
}
