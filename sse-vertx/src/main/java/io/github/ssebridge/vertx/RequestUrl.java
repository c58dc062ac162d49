package io.github.ssebridge.vertx;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a request asks for, as one text that is the same whoever asks, and with whatever token. */
final class RequestUrl {

  private RequestUrl() {}

  static String of(RoutingContext context) {
    HttpServerRequest request = context.request();
    String query = request.query();
    String path = String.valueOf(request.path());
    String rest = query == null ? "" : without(query, QueryToken.parameterOf(context));
    return rest.isEmpty() ? path : path + "?" + rest;
  }

  private static String without(String query, @Nullable String token) {
    return Arrays.stream(query.split("&", -1))
        .filter(parameter -> token == null || !parameter.startsWith(token + "="))
        .filter(parameter -> !parameter.startsWith("lastEventId="))
        .sorted()
        .collect(Collectors.joining("&"));
  }
}
