package io.github.ssebridge.vertx;

import static io.github.ssebridge.vertx.TestServer.join;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.HubOptions;
import io.github.ssebridge.LogOptions;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.StreamOptions;
import io.github.ssebridge.testkit.SseClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.function.BiConsumer;

/** A node with the streams {@code prices} and {@code chat}, whose routes a test makes. */
final class RouteServer implements AutoCloseable {

  /** A log of four mebibytes. */
  private static final LogOptions SHORT = LogOptions.defaults().withMaxBytes(4 << 20);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final Vertx vertx = Vertx.vertx();
  final EventHub hub =
      EventHub.create(HubOptions.defaults().withNode("n1")).stream("prices").stream("chat").stream(
          "short", StreamOptions.defaults().withLog(SHORT));
  final HttpServer server;
  private final boolean tls;

  RouteServer(BiConsumer<Router, RouteServer> routes) {
    this(new HttpServerOptions(), routes);
  }

  RouteServer(HttpServerOptions options, BiConsumer<Router, RouteServer> routes) {
    Router router = Router.router(vertx);
    routes.accept(router, this);
    tls = options.isSsl();
    server =
        join(
            vertx
                .createHttpServer(options)
                .requestHandler(router)
                .invalidRequestHandler(SseHandler.invalidRequestHandler("/prices"))
                .listen(0, "127.0.0.1"));
  }

  /** With {@code prices} at {@code /prices}. */
  static RouteServer of(SseHandlerOptions options, SseConnections connections) {
    return new RouteServer(
        (router, node) ->
            router
                .route("/prices")
                .handler(
                    SseHandler.create(node.hub, "prices")
                        .withOptions(options)
                        .withConnections(connections)));
  }

  int port() {
    return server.actualPort();
  }

  String uri(String path) {
    return (tls ? "https" : "http") + "://127.0.0.1:" + port() + path;
  }

  SseClient connect(String path) {
    return SseClient.connect(uri(path));
  }

  SseClient connect(String path, Map<String, String> headers) {
    return SseClient.connect(uri(path), null, headers);
  }

  void publish(String data) {
    hub.publish("prices", ServerSentEvent.of(data));
  }

  /** Any request, with its answer whole. */
  HttpResponse<String> send(String method, String path, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(uri(path)))
            .method(method, HttpRequest.BodyPublishers.noBody());
    headers.forEach(request::setHeader);
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    hub.close();
    join(vertx.close());
  }
}
