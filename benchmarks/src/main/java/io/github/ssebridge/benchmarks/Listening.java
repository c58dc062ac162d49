package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** The HTTP server of a process that is measured: one event loop, on loopback. Stateless. */
final class Listening {

  private static final int MAX_WAITING_CONNECTIONS = 4096;
  private static final long LIMIT_SECONDS = 30;

  private Listening() {}

  /** With one event loop, so that a core is what there is to be had. */
  static Vertx vertx() {
    return Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
  }

  /** Listens on a free port. */
  static ServerReady start(Vertx vertx, Handler<HttpServerRequest> handler) throws IOException {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(0)
            .setAcceptBacklog(MAX_WAITING_CONNECTIONS);
    HttpServer http =
        vertx
            .createHttpServer(options)
            .requestHandler(handler)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
            .join();
    return new ServerReady(http.actualPort(), vertx.isNativeTransportEnabled(), version());
  }

  /** The version of Vert.x. */
  static String version() {
    try (InputStream version =
        Vertx.class.getResourceAsStream("/META-INF/vertx/vertx-version.txt")) {
      return version == null ? "unknown" : new String(version.readAllBytes(), UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
