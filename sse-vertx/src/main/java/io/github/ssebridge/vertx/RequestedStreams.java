package io.github.ssebridge.vertx;

import io.github.ssebridge.StreamSelection;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a request asks for: streams by path or query, and keys by query. */
final class RequestedStreams {

  private static final String STREAM = "stream";
  private static final String KEY = "key";
  private static final int MAX_STREAMS = 16;
  private static final int MAX_KEYS = 64;

  private RequestedStreams() {}

  /**
   * The streams that a request names, of each the keys that it names.
   *
   * @param fixed the only stream of the route, null if the request chooses
   * @throws IllegalArgumentException if it names none or too many, with a message for the client
   */
  static List<StreamSelection> of(RoutingContext context, @Nullable String fixed) {
    QueryString query = QueryString.of(context.request());
    Set<String> keys = query.all(KEY);
    require(keys.size() <= MAX_KEYS, "A connection reads at most " + MAX_KEYS + " keys.");
    List<StreamSelection> selections =
        names(context, query, fixed).stream().map(name -> new StreamSelection(name, keys)).toList();
    StreamSelection.requireFit(selections);
    return selections;
  }

  private static Set<String> names(
      RoutingContext context, QueryString query, @Nullable String fixed) {
    String path = fixed != null ? fixed : context.pathParam(STREAM);
    Set<String> names = path != null ? Set.of(path) : query.all(STREAM);
    require(!names.isEmpty(), "Name the streams to read: ?stream=a&stream=b");
    require(names.size() <= MAX_STREAMS, "A connection reads at most " + MAX_STREAMS + " streams.");
    return names;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
