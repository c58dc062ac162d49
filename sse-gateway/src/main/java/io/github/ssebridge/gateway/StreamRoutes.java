package io.github.ssebridge.gateway;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.vertx.SseConnections;
import io.github.ssebridge.vertx.SseHandler;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /streams/NAME} reads a stream, and {@code GET /streams?stream=NAME&stream=NAME}
 * several on one connection; {@code POST /streams/NAME} publishes its body into one that allows it.
 * A stream may have a path of its own as well; if that names a key, it is the only one. Shared by
 * all event loops of a node.
 */
final class StreamRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(StreamRoutes.class);

  private static final String STREAMS = "/streams";
  private static final String PATH = "/streams/:stream";

  /** 64 KiB in one event that is posted. */
  private static final long MAX_BODY_BYTES = 64 << 10;

  /** 256 events that the broker has not confirmed yet: 16 MiB at most. */
  private static final int MAX_PUBLISHING = 256;

  private static final long LOG_PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

  private final EventHub hub;
  private final SseConnections connections;
  private final Map<String, StreamConfig> streams;
  private final AtomicInteger publishing = new AtomicInteger();
  private final AtomicLong loggedAtNanos = new AtomicLong(System.nanoTime() - LOG_PAUSE_NANOS);

  StreamRoutes(EventHub hub, SseConnections connections, Map<String, StreamConfig> streams) {
    this.hub = hub;
    this.connections = connections;
    this.streams = streams;
  }

  void mount(Router router) {
    SseHandler read =
        SseHandler.create(hub).withStreams(this::isServedByName).withConnections(connections);
    mountRead(router, PATH, read);
    mountRead(router, STREAMS, read);
    mountPublish(router, PATH, context -> context.pathParam("stream"));
    streams.forEach(
        (name, stream) -> {
          StreamPath own = stream.ownPath();
          if (own != null) {
            mount(router, name, own);
          }
        });
  }

  private void mount(Router router, String name, StreamPath own) {
    SseHandler read = SseHandler.create(hub, name).withConnections(connections);
    String parameter = own.parameter();
    if (parameter == null) {
      mountRead(router, own.route(), read);
      mountPublish(router, own.route(), context -> name);
    } else {
      mountRead(router, own.route(), read.withKeyFrom(parameter));
    }
  }

  private static void mountRead(Router router, String path, SseHandler read) {
    router.get(path).handler(read);
    router.head(path).handler(read);
  }

  private void mountPublish(Router router, String path, Function<RoutingContext, String> nameOf) {
    router.post(path).handler(context -> check(context, nameOf.apply(context)));
    router
        .post(path)
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
        .handler(context -> publish(context, nameOf.apply(context)))
        .failureHandler(StreamRoutes::failed);
  }

  private boolean isServedByName(String name) {
    StreamConfig stream = streams.get(name);
    return stream != null && !stream.isServedByKeyAlone();
  }

  /** Before the body is read. */
  private void check(RoutingContext context, String name) {
    StreamConfig stream = streams.get(name);
    if (stream == null || stream.isServedByKeyAlone()) {
      answer(context, 404, "There is no stream '" + name + "'.");
    } else if (!stream.publish()) {
      context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      answer(context, 405, "This stream is read-only; 'publish: true' in its settings opens it.");
    } else if ("cross-site".equals(context.request().getHeader("Sec-Fetch-Site"))) {
      answer(context, 403, "Pages of other sites may not publish here.");
    } else {
      context.next();
    }
  }

  private void publish(RoutingContext context, String name) {
    String data = utf8(context.body().buffer());
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
    if (context.response().closed()) {
      return;
    }
    if (failure == null) {
      context.response().setStatusCode(204).end();
      return;
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    String reason = name + ": " + (cause == null ? failure : cause).getMessage();
    long now = System.nanoTime();
    if (now - loggedAtNanos.get() > LOG_PAUSE_NANOS) {
      // Or whoever posts could fill the log.
      loggedAtNanos.set(now);
      LOG.warn("could not publish into stream {}", reason);
    }
    answer(context, 503, "The broker does not take the event just now; try again.");
  }

  private static void failed(RoutingContext context) {
    int status = context.statusCode() < 400 ? 500 : context.statusCode();
    if (status == 500) {
      LOG.error(
          "{} {} failed", context.request().method(), context.request().path(), context.failure());
    }
    answer(
        context,
        status,
        status == 413 ? "The body is longer than " + MAX_BODY_BYTES + " bytes." : "It failed.");
  }

  private static void answer(RoutingContext context, int status, String text) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .end(text + "\n");
  }

  private static @Nullable String utf8(@Nullable Buffer body) {
    try {
      byte[] bytes = body == null ? new byte[0] : body.getBytes();
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
