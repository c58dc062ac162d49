package io.github.ssebridge.gateway;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.vertx.CrossOrigin;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what is posted into a stream that allows it. Shared by all event loops of a node. */
final class Publishing {

  private static final Logger LOG = LoggerFactory.getLogger(Publishing.class);

  /** 64 KiB in one event that is posted. */
  private static final long MAX_BODY_BYTES = 64 << 10;

  /** 256 events that the broker has not confirmed yet: 16 MiB at most. */
  private static final int MAX_PUBLISHING = 256;

  /** 30 s for the body to come and the broker to take it. */
  private static final long TIMEOUT_MILLIS = Duration.ofSeconds(30).toMillis();

  private final EventHub hub;
  private final Map<String, StreamConfig> streams;
  private final Login login;
  private final AtomicInteger publishing = new AtomicInteger();
  private final LogPause logPause = new LogPause();

  Publishing(EventHub hub, Map<String, StreamConfig> streams, Login login) {
    this.hub = hub;
    this.streams = streams;
    this.login = login;
  }

  /** Takes posts at a path, for the stream that a request means. */
  void mount(Router router, String path, Function<RoutingContext, String> nameOf) {
    router.post(path).handler(context -> check(context, nameOf.apply(context)));
    router
        .post(path)
        .handler(TimeoutHandler.create(TIMEOUT_MILLIS, 408))
        .handler(context -> read(context, nameOf.apply(context)))
        .failureHandler(Publishing::failed);
  }

  /** Whether a stream takes posts. */
  boolean isOpen(String name) {
    StreamConfig stream = streams.get(name);
    return stream != null && stream.publish();
  }

  /** Before the body is read. */
  private void check(RoutingContext context, String name) {
    StreamConfig stream = streams.get(name);
    if (stream == null || stream.isServedByKeyAlone()) {
      answer(context, 404, "There is no stream '" + name + "'.");
    } else if (!stream.publish()) {
      context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      answer(context, 405, "This stream is read-only; 'publish: true' in its settings opens it.");
    } else if (CrossOrigin.isRefused(context)) {
      answer(context, 403, "Pages of other sites may not publish here.");
    } else if (!login.mayPublish(context, name)) {
      boolean isKnown = context.user() != null;
      answer(context, isKnown ? 403 : 401, isKnown ? "You may not publish here." : "Log in first.");
    } else {
      context.next();
    }
  }

  /** Collects the body as it is, whatever the request says that it is: it is the data. */
  private void read(RoutingContext context, String name) {
    Buffer body = Buffer.buffer();
    HttpServerRequest request = context.request();
    request.handler(
        chunk -> {
          if (body.length() + chunk.length() <= MAX_BODY_BYTES) {
            body.appendBuffer(chunk);
          } else if (!context.response().ended()) {
            closeAfterwards(context);
            answer(context, 413, "The body is longer than " + MAX_BODY_BYTES + " bytes.");
          }
        });
    request.endHandler(
        end -> {
          if (!context.response().ended()) {
            publish(context, name, body);
          }
        });
  }

  private void publish(RoutingContext context, String name, Buffer body) {
    String data = utf8(body);
    if (data == null) {
      answer(context, 400, "The body must be text in UTF-8: it is the data of the event.");
      return;
    }
    if (data.isEmpty()) {
      answer(context, 400, "The body is empty: it is the data of the event.");
      return;
    }
    if (publishing.incrementAndGet() > MAX_PUBLISHING) {
      publishing.decrementAndGet();
      answer(context, 503, "Too many events wait for the broker just now; try again.");
      return;
    }
    Context here = context.vertx().getOrCreateContext();
    var unused =
        hub.publish(name, ServerSentEvent.of(data))
            .whenComplete(
                (done, failure) -> {
                  publishing.decrementAndGet();
                  here.runOnContext(now -> published(context, name, failure));
                });
  }

  private void published(RoutingContext context, String name, @Nullable Throwable failure) {
    if (context.response().closed() || context.response().ended()) {
      return;
    }
    if (failure == null) {
      context.response().setStatusCode(204).end();
      return;
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (logPause.isOver()) {
      LOG.warn(
          "could not publish into stream {}: {}",
          name,
          (cause == null ? failure : cause).getMessage());
    }
    answer(context, 503, "The broker does not take the event just now; try again.");
  }

  private static void failed(RoutingContext context) {
    int status = context.statusCode() < 400 ? 500 : context.statusCode();
    if (status == 500) {
      LOG.error(
          "{} {} failed", context.request().method(), context.request().path(), context.failure());
    }
    if (status == 408) {
      // What is still to come of the body must not be taken for a request.
      closeAfterwards(context);
    }
    answer(
        context,
        status,
        switch (status) {
          case 408 -> "It took longer than " + TIMEOUT_MILLIS / 1000 + " s.";
          default -> "It failed.";
        });
  }

  /** Clients of HTTP/2 take that header for a broken answer, and its streams end by themselves. */
  private static void closeAfterwards(RoutingContext context) {
    if (context.request().version() != HttpVersion.HTTP_2) {
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  private static void answer(RoutingContext context, int status, String text) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .end(text + "\n");
  }

  private static @Nullable String utf8(Buffer body) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(body.getBytes()))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
