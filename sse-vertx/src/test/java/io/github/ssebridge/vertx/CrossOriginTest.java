package io.github.ssebridge.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrossOriginTest {

  private final RouteServer node =
      new RouteServer(
          (router, server) -> {
            router.route("/closed").handler(SseHandler.create(server.hub, "prices"));
            router
                .route("/prices")
                .handler(CrossOrigin.allow("https://app.example.com"))
                .handler(SseHandler.create(server.hub, "prices"));
          });

  @AfterEach
  void close() {
    node.close();
  }

  /** The head of the answer. */
  private String head(String request, String... headers) throws IOException {
    String all = request + " HTTP/1.1\nHost: here:8080\n" + String.join("\n", headers) + "\n\n";
    try (RawHttp http = new RawHttp(node.port(), 65536, all)) {
      return http.readUntil("\r\n\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: https://evil.example",
        "Origin: null",
        "Origin: http://here:8081",
        "Origin: https://app.example.com",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site"
      })
  void nobodyIsLetInFromElsewhereUnlessSaidSo(String header) throws IOException {
    assertThat(head("GET /closed", header)).startsWith("HTTP/1.1 403");
    assertThat(node.hub.subscribers("prices")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Accept: */*",
        "Origin: http://here:8080",
        "Sec-Fetch-Site: same-origin",
        "Sec-Fetch-Site: none",
        "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate",
        "Origin: https://behind.a.proxy\nSec-Fetch-Site: same-origin"
      })
  void pagesOfTheSameOriginAndPlainClientsAreLetIn(String headers) throws IOException {
    for (String path : new String[] {"/closed", "/prices"}) {
      assertThat(head("GET " + path, headers))
          .startsWith("HTTP/1.1 200")
          .doesNotContainIgnoringCase("Access-Control");
    }
  }

  @Test
  void pagesOfAllowedOriginsReadWithCredentials() throws IOException {
    assertThat(head("GET /prices", "Origin: https://app.example.com"))
        .startsWith("HTTP/1.1 200")
        .containsIgnoringCase("access-control-allow-origin: https://app.example.com\r\n")
        .containsIgnoringCase("access-control-allow-credentials: true\r\n")
        .containsIgnoringCase("vary: origin\r\n");
  }

  @Test
  void browsersAreToldWhatTheyMaySendBeforeTheyLogIn() throws IOException {
    assertThat(
            head(
                "OPTIONS /prices",
                "Origin: https://app.example.com",
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: authorization,last-event-id"))
        .startsWith("HTTP/1.1 204")
        .containsIgnoringCase("access-control-allow-credentials: true")
        .containsIgnoringCase("Last-Event-ID")
        .containsIgnoringCase("Sse-Connection");
  }

  @Test
  void otherOriginsAreRefusedThereToo() throws IOException {
    assertThat(head("GET /prices", "Origin: https://evil.example")).startsWith("HTTP/1.1 403");
    assertThat(
            head(
                "OPTIONS /prices",
                "Origin: https://evil.example",
                "Access-Control-Request-Method: GET"))
        .startsWith("HTTP/1.1 403");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "https://*.example.com",
        "https://example.com/",
        "example.com",
        "null",
        "https://a@example.com",
        ""
      })
  void onlyWholeOriginsCanBeAllowed(String origin) {
    assertThatThrownBy(() -> CrossOrigin.allow(origin))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + origin + "'");
  }
}
