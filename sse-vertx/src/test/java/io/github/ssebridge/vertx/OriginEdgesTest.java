package io.github.ssebridge.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages of other origins. */
class OriginEdgesTest {

  private final RouteServer node =
      new RouteServer(
          (router, server) -> {
            router
                .route("/prices")
                .handler(CrossOrigin.allow("https://app.example.com"))
                .handler(SseHandler.create(server.hub, "prices"));
            router
                .route("/login")
                .handler(new Tokens(server.vertx).handler())
                .handler(SseHandler.create(server.hub, "prices"));
          });
  private final Tokens tokens = new Tokens(node.vertx);

  @AfterEach
  void close() {
    node.close();
  }

  private String head(String request, String... headers) throws IOException {
    String all = request + " HTTP/1.1\nHost: here:8080\n" + String.join("\n", headers) + "\n\n";
    try (RawHttp http = new RawHttp(node.port(), 65536, all)) {
      return http.readUntil("\r\n\r\n");
    }
  }

  @Test
  void aPageOfAnotherOriginMayReadThatItsIdIsTooLong() throws IOException {
    String answer =
        head(
            "GET /prices",
            "Accept: text/event-stream",
            "Origin: https://app.example.com",
            "sec-ch-ua-mobile: ?0",
            "Last-Event-ID: " + "x".repeat(20_000));
    assertThat(answer)
        .startsWith("HTTP/1.1 200")
        .containsIgnoringCase("access-control-allow-origin");
  }

  @Test
  void aFormOfAnotherSiteRenewsNothing() throws IOException {
    String token = tokens.token("ann", Instant.now().plus(Duration.ofMinutes(1)));
    String answer =
        head(
            "POST /login",
            "Authorization: Bearer " + token,
            "Content-Length: 0",
            "Origin: https://evil.example",
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Mode: navigate");
    assertThat(answer).startsWith("HTTP/1.1 403");
  }
}
