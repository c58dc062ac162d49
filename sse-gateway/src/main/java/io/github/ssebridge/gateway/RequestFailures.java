package io.github.ssebridge.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what no route has answered. Vert.x Web would write each into the log as an error, with
 * the text of the exception, in which the query may be, and a token in that.
 */
final class RequestFailures {

  private static final Logger LOG = LoggerFactory.getLogger(RequestFailures.class);

  private static final int FAULT = 500;

  private static final Map<Integer, String> ANSWERS =
      Map.of(
          400,
          "This request cannot be read.",
          401,
          "Log in to read this.",
          403,
          "You may not do this.",
          413,
          "The body is too long.",
          FAULT,
          "It failed.");

  private final LogPause logPause = new LogPause();

  void mount(Router router) {
    ANSWERS.forEach(
        (status, text) -> router.errorHandler(status, context -> answer(context, status, text)));
  }

  private void answer(RoutingContext context, int status, String text) {
    if (status == FAULT && logPause.isOver()) {
      Throwable failure = context.failure();
      LOG.error(
          "a {} of {} failed: {}",
          context.request().method(),
          context.normalizedPath().replaceAll("[^!-~]", "?"),
          failure == null ? "without a reason" : failure.getClass().getName());
    }
    if (context.response().ended() || context.response().closed()) {
      return;
    }
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .end(text + "\n");
  }
}
