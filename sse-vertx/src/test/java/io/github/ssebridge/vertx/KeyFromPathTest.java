package io.github.ssebridge.vertx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.testkit.SseClient;
import java.io.IOException;
import java.net.URLEncoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFromPathTest {

  private final TestServer server = TestServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  private static String encoded(String key) {
    return URLEncoder.encode(key, UTF_8).replace("+", "%20");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ann", "a/b", "/", "a b", " ", "ä€😀", "a+b", "50%", "a?key=b", "*", ":x"})
  void pathNamesTheOnlyKeyThatIsRead(String key) {
    try (SseClient client = server.connect("/prices/" + encoded(key))) {
      await().until(() -> client.events().size() == 1);
      server.publish("prices", "bob", "1");
      server.publish("prices", encoded(key) + "?", "2");
      server.publish("without a key");
      server.publish("prices", key, "3");
      await().until(() -> !client.data().isEmpty());
      assertThat(client.data()).containsExactly("3");
      assertThat(client.violations()).isEmpty();
    }
  }

  @Test
  void idOfAnotherKeyReadsTheKeyOfThePathAlone() {
    String id;
    try (SseClient bob = server.connect("/prices/bob")) {
      await().until(() -> bob.events().size() == 1);
      id = bob.lastEventId();
    }
    server.publish("prices", "bob", "1");
    server.publish("prices", "ann", "2");
    try (SseClient ann = server.connect("/prices/ann?from=earliest", id)) {
      await().until(() -> !ann.data().isEmpty());
      assertThat(ann.data()).containsExactly("2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"?key=bob", "?key=ann", "?key=", "?x=1&key=bob&key=ann"})
  void queryCannotAskForKeys(String query) throws IOException {
    assertThat(server.answer("/prices/ann" + query)).contains("400 ", "The path says which key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/prices/..", "/prices/%2E%2E", "/prices/%zz"})
  void pathThatNamesNoKeyIsNotTakenForOne(String path) throws IOException {
    assertThat(server.answer(path)).startsWith("HTTP/1.1 40");
    assertThat(server.hub.subscribers("prices")).isZero();
  }

  @Test
  void routeWithoutTheParameterSendsNothing() throws IOException {
    assertThat(server.answer("/all")).contains("500 ");
    assertThat(server.answer("/all?key=bob")).doesNotContain("200 OK");
    assertThat(server.hub.subscribers("prices")).isZero();
  }
}
