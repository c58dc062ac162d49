package io.github.ssebridge.vertx;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request, read without ever failing: a value that is not well encoded stands for
 * itself. Vert.x answers one with a 400, after which a browser does not come back.
 */
final class QueryString {

  private final String[] parameters;

  private QueryString(String query) {
    this.parameters = query.split("&");
  }

  static QueryString of(HttpServerRequest request) {
    String query = request.query();
    return new QueryString(query == null ? "" : query);
  }

  /** All values of a parameter, each once. */
  Set<String> all(String name) {
    Set<String> values = new LinkedHashSet<>();
    for (String parameter : parameters) {
      if (parameter.startsWith(name + "=")) {
        values.add(decoded(parameter.substring(name.length() + 1)));
      }
    }
    return values;
  }

  /** The first value of a parameter. */
  @Nullable String first(String name) {
    Set<String> values = all(name);
    return values.isEmpty() ? null : values.iterator().next();
  }

  private static String decoded(String value) {
    try {
      return QueryStringDecoder.decodeComponent(value);
    } catch (IllegalArgumentException notEncoded) {
      return value;
    }
  }
}
