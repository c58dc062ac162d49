package io.github.ssebridge.compatibility;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.HubOptions;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.TestCertificate;
import io.github.ssebridge.vertx.SseHandler;
import io.github.ssebridge.vertx.SseHandlerOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Streams in memory behind the real route, in clear text (HTTP/1 and HTTP/2) and with TLS. Safe for
 * use by any thread.
 */
final class StreamServer implements AutoCloseable {

  /** What clients are told: they come back after this time, or up to half as much again. */
  static final Duration RETRY = Duration.ofMillis(50);

  final Vertx vertx = Vertx.vertx();
  private final EventHub hub = EventHub.create(HubOptions.defaults().withRetry(RETRY));
  private final Router router = Router.router(vertx);
  private final AtomicInteger streams = new AtomicInteger();
  private final HttpServer clear;
  private final HttpServer secure;

  StreamServer(Duration heartbeat) {
    this(SseHandlerOptions.defaults().withHeartbeat(heartbeat), new HttpServerOptions());
  }

  StreamServer(SseHandlerOptions options, HttpServerOptions http) {
    router.get("/streams/:stream").handler(SseHandler.create(hub).withOptions(options));
    // For browsers: a page of the same origin.
    router.get("/").handler(page -> page.response().end("<!doctype html><title>reads</title>"));
    clear = listen(new HttpServerOptions(http));
    secure =
        listen(
            new HttpServerOptions(http)
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(
                    new PfxOptions()
                        .setValue(Buffer.buffer(TestCertificate.create().store()))
                        .setPassword(TestCertificate.PASSWORD)));
  }

  private HttpServer listen(HttpServerOptions http) {
    return join(vertx.createHttpServer(http).requestHandler(router).listen(0, "127.0.0.1"));
  }

  int port() {
    return clear.actualPort();
  }

  int securePort() {
    return secure.actualPort();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** The path of a new stream. */
  String newStream() {
    String name = "numbers-" + streams.incrementAndGet();
    hub.stream(name);
    return "/streams/" + name;
  }

  /** Publishes into the stream of this path. */
  void publish(String path, ServerSentEvent event) {
    hub.publish(path.substring("/streams/".length()), event).toCompletableFuture().join();
  }

  /** How many read the stream of this path. */
  int readers(String path) {
    return hub.subscribers(path.substring("/streams/".length()));
  }

  /** A stream that answers as its script says. */
  ScriptedStream newScript(ScriptedStream.Answer... answers) {
    String path = "/scripts/" + streams.incrementAndGet();
    ScriptedStream script = new ScriptedStream(path, List.of(answers));
    router.get(script.path()).handler(script);
    return script;
  }

  static <T> T join(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(10, TimeUnit.SECONDS)
          .join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the server failed: " + e.getCause(), e);
    }
  }

  @Override
  public void close() {
    hub.close();
    join(vertx.close());
  }
}
