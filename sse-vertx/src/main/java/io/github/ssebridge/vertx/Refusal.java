package io.github.ssebridge.vertx;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** Why a request is not served; thrown while it is looked at, for its handler to answer. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * A refusal that browsers do not come back from.
   *
   * @param why what the client is told
   */
  Refusal(int status, String why) {
    super(why, null, false, false);
    this.status = status;
  }

  void answer(HttpServerResponse response) {
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .end(getMessage() + "\n");
  }
}
