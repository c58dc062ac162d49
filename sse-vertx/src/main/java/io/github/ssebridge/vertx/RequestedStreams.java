package io.github.ssebridge.vertx;

import io.github.ssebridge.StartPoint;
import io.github.ssebridge.StreamSelection;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the requests of a route ask for: streams by path or query, keys likewise, and where to
 * begin.
 *
 * @param stream the only stream of the route, null if its requests choose
 * @param keyParameter the path parameter that is the only key of a request, null if its query
 *     chooses
 */
record RequestedStreams(@Nullable String stream, @Nullable String keyParameter) {

  private static final String STREAM = "stream";
  private static final String KEY = "key";
  private static final String FROM = "from";

  /**
   * The streams that a request names, of each the keys that it names.
   *
   * @throws IllegalArgumentException if it asks for what cannot be, with a message for the client
   */
  List<StreamSelection> of(RoutingContext context, SseHandlerOptions options) {
    QueryString query = QueryString.of(context.request());
    Set<String> keys = keys(context, query, options.maxKeys());
    StartPoint start = start(query);
    List<StreamSelection> selections =
        names(context, query, options.maxStreams()).stream()
            .map(name -> new StreamSelection(name, keys, start))
            .toList();
    StreamSelection.requireFit(selections);
    return selections;
  }

  private Set<String> names(RoutingContext context, QueryString query, int max) {
    String path = stream != null ? stream : context.pathParam(STREAM);
    Set<String> names = path != null ? Set.of(path) : query.all(STREAM);
    require(!names.isEmpty(), "Name the streams to read: ?stream=a&stream=b");
    require(names.size() <= max, "A connection reads at most " + max + " streams.");
    return names;
  }

  private Set<String> keys(RoutingContext context, QueryString query, int max) {
    Set<String> keys = query.all(KEY);
    if (keyParameter == null) {
      require(keys.size() <= max, "A connection reads at most " + max + " keys.");
      return keys;
    }
    require(keys.isEmpty(), "The path says which key this reads: leave the parameter key out.");
    String key = context.pathParam(keyParameter);
    if (key == null) {
      // No key stands for all keys, which is what this route must not send.
      throw new IllegalStateException("the route's path has no parameter ':" + keyParameter + "'");
    }
    return Set.of(key);
  }

  private static StartPoint start(QueryString query) {
    Set<String> from = query.all(FROM);
    require(from.size() <= 1, "Say only once where to begin: from is there several times.");
    return from.isEmpty()
        ? StartPoint.LATEST
        : RequestedStart.of(from.iterator().next(), Instant.now());
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
