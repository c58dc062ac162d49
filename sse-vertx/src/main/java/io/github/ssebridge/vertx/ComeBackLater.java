package io.github.ssebridge.vertx;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseEncoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a client that a node does not let in now: a stream that says when to come back, and
 * ends. After any other status than 200 a browser would never come back.
 */
final class ComeBackLater {

  /** 15 s; each client is given up to half as much again. */
  private static final Duration WHEN_OVERLOADED = Duration.ofSeconds(15);

  // Browsers keep the last id when an event has none, but not all clients do.
  private static final Pattern USABLE_ID = Pattern.compile("[!-~]{1,1024}");

  private ComeBackLater() {}

  static void answer(
      RoutingContext context,
      Departure why,
      SseHandlerOptions options,
      @Nullable String lastEventId) {
    HttpServerRequest request = context.request();
    HttpServerResponse response = context.response();
    HttpConnection transport = request.connection();
    boolean isHttp1 = request.version() != HttpVersion.HTTP_2;
    if (isHttp1) {
      // The next time may be by another connection, and so to another node.
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    ResponseHead.write(context, options.compression());
    Duration retry = why == Departure.DRAINING ? options.retry() : WHEN_OVERLOADED;
    ServerSentEvent goAway = Notices.goAway(why, retry);
    boolean keepsId = lastEventId != null && USABLE_ID.matcher(lastEventId).matches();
    byte[] block = SseEncoder.encode(keepsId ? goAway.withId(lastEventId) : goAway);
    var unused =
        response
            .end(Buffer.buffer(block))
            .onComplete(
                sent -> {
                  if (isHttp1) {
                    transport.close();
                  }
                });
  }
}
