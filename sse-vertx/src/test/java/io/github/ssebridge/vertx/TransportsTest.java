package io.github.ssebridge.vertx;

import static io.github.ssebridge.vertx.TestServer.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.testkit.TestCertificate;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransportsTest {

  /** What a client and a server speak. */
  enum Transport {
    HTTP_1_1,
    H2C,
    HTTP_1_1_TLS,
    H2;

    boolean isTls() {
      return this == HTTP_1_1_TLS || this == H2;
    }

    boolean isHttp2() {
      return this == H2C || this == H2;
    }

    RouteServer serve(SseConnections connections) {
      HttpServerOptions options = new HttpServerOptions();
      if (isTls()) {
        options
            .setSsl(true)
            .setUseAlpn(true)
            .setKeyCertOptions(
                new PfxOptions()
                    .setValue(Buffer.buffer(TestCertificate.create().store()))
                    .setPassword(TestCertificate.PASSWORD));
      }
      return new RouteServer(
          options,
          (router, node) ->
              router
                  .route("/prices")
                  .handler(SseHandler.create(node.hub, "prices").withConnections(connections)));
    }

    HttpClient client(RouteServer node) {
      return node.vertx.createHttpClient(
          new HttpClientOptions()
              .setSsl(isTls())
              .setUseAlpn(isTls())
              .setTrustAll(true)
              .setVerifyHost(false)
              .setHttp2ClearTextUpgrade(false)
              .setProtocolVersion(isHttp2() ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1));
    }
  }

  private static HttpClientResponse get(HttpClient client, RouteServer node) {
    return join(
        client
            .request(HttpMethod.GET, node.port(), "127.0.0.1", "/prices")
            .compose(request -> request.send())
            .map(HttpClientResponse::pause));
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void carriesEventsAndTheEndOfTheNode(Transport transport) {
    SseConnections connections = SseConnections.create();
    try (RouteServer node = transport.serve(connections)) {
      HttpClientResponse response = get(transport.client(node), node);
      assertThat(response.version())
          .isEqualTo(transport.isHttp2() ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1);
      assertThat(response.headers().contains("connection")).isFalse();
      Future<Buffer> body = response.body();
      response.resume();
      await().until(() -> node.hub.subscribers("prices") == 1);
      node.publish("1");
      join(connections.drain(Duration.ofMillis(50)));
      assertThat(join(body).toString())
          .contains("event: sse:open", "data: 1\n", "event: sse:goaway");
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void openStreamsDoNotMakeAShutdownWait(Transport transport) {
    try (RouteServer node = transport.serve(SseConnections.create())) {
      HttpClient client = transport.client(node);
      List<Future<Buffer>> bodies =
          List.of(get(client, node), get(client, node), get(client, node)).stream()
              .map(
                  response -> {
                    Future<Buffer> body = response.body();
                    response.resume();
                    return body;
                  })
              .toList();
      await().until(() -> node.hub.subscribers("prices") == 3);
      long begin = System.nanoTime();
      join(node.server.shutdown());
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
      assertThat(bodies)
          .allSatisfy(
              body -> assertThat(join(body).toString()).contains("{\"reason\":\"draining\"}"));
    }
  }

  @Test
  void http10IsEndedByItsConnection() throws IOException {
    SseConnections connections = SseConnections.create();
    try (RouteServer node = Transport.HTTP_1_1.serve(connections);
        RawHttp old =
            new RawHttp(
                node.port(), 65536, "GET /prices HTTP/1.0\nHost: x\nConnection: keep-alive\n\n")) {
      await().until(() -> node.hub.subscribers("prices") == 1);
      node.publish("1");
      assertThat(old.readUntil("data: 1\n"))
          .doesNotContainIgnoringCase("chunked")
          .containsIgnoringCase("connection: close");
      node.hub.finish("prices", "done");
      assertThat(old.readToEnd()).contains("event: sse:end").endsWith("\n\n");
      await().until(() -> connections.open() == 0);
    }
  }
}
