package io.github.ssebridge.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.compatibility.ScriptedStream.Answer;
import io.github.ssebridge.testkit.Browser;
import io.github.ssebridge.testkit.Eventually;
import io.github.ssebridge.testkit.TcpProxy;
import io.github.ssebridge.vertx.SseHandlerOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/clients.md says of each client, with the client itself. */
class ClientMatrixTest {

  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Duration NOT_COMING_BACK = Duration.ofMillis(600);

  private static final StreamServer SERVER = new StreamServer(Duration.ofMillis(100));
  private static @Nullable Browser browser;

  static Stream<MatrixClient> clients() {
    return Stream.of(
        MatrixClient.of("Chromium EventSource", ClientMatrixTest::inBrowser),
        MatrixClient.of("eventsource", uri -> node("event-source.mjs", "eventsource", uri)),
        MatrixClient.of("undici EventSource", uri -> node("event-source.mjs", "undici", uri)),
        MatrixClient.of(
            "@microsoft/fetch-event-source, as it comes",
            uri -> node("fetch-event-source.mjs", "plain", uri),
            Fault.ENDS_WITH_THE_RESPONSE,
            Fault.IGNORES_204,
            Fault.KEEPS_HALF_IDS,
            Fault.LOSES_EMPTY_FIRST_LINE),
        MatrixClient.of(
            "@microsoft/fetch-event-source, as below",
            uri -> node("fetch-event-source.mjs", "patched", uri),
            Fault.LOSES_EMPTY_FIRST_LINE),
        MatrixClient.of("okhttp-sse", OkHttpSseReading::new),
        MatrixClient.of("okhttp-eventsource", OkHttpEventSourceReading::new, Fault.IGNORES_204),
        MatrixClient.of("Spring WebFlux WebClient", WebFluxReading::new),
        MatrixClient.of(
            "Vert.x WebClient",
            VertxReading::new,
            Fault.LOSES_EMPTY_FIRST_LINE,
            Fault.LOSES_EMPTY_LAST_LINE,
            Fault.STANDS_STILL_AT_LONG_EVENTS),
        MatrixClient.of("Vert.x HttpClient with SseDecoder", VertxDecoderReading::new),
        curl("curl --http1.0", "--http1.0"),
        curl("curl --http1.1", "--http1.1"),
        curl("curl --http2-prior-knowledge", "--http2-prior-knowledge"),
        curl("curl --http2", "--http2", "--insecure").overTls());
  }

  private static Stream<MatrixClient> clientsThatResume() {
    return clients().filter(client -> !client.has(Fault.KEEPS_HALF_IDS));
  }

  private static Reading inBrowser(URI uri) {
    if (browser == null) {
      browser = Browser.open();
    }
    return new BrowserReading(browser, uri);
  }

  private static Reading node(String driver, String variant, URI uri) {
    return new NodeReading(driver, variant, uri);
  }

  private static MatrixClient curl(String name, String... options) {
    return MatrixClient.of(name, uri -> new CurlReading(uri, options));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    SERVER.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clientsThatResume")
  void getsEachEventOnceAndInOrderThroughCutsAndNothingOfHeartbeats(MatrixClient client) {
    int port = client.isSecure() ? SERVER.securePort() : SERVER.port();
    try (TcpProxy proxy = TcpProxy.to("127.0.0.1", port);
        ClientTrial trial = new ClientTrial(SERVER, client, proxy.port(), proxy::cutAll)) {
      trial.cutsWhilePublishing(2);
      trial.staysQuietForSomeHeartbeats();
      trial.cutsInQuiet(2);
      assertThat(trial.seen())
          .as(client.name())
          .containsExactlyElementsOf(trial.sent().stream().map(client::reads).toList());
      assertThat(trial.seenControls()).isEqualTo(Collections.nCopies(4, "sse:open"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clients")
  void comesBackFromHalfAnEventAndFromAnEndAndHeeds204(MatrixClient client) {
    Answer[] answers =
        client.has(Fault.ENDS_WITH_THE_RESPONSE)
            ? new Answer[] {Answer.CUT, Answer.NO_CONTENT}
            : new Answer[] {Answer.CUT, Answer.END, Answer.NO_CONTENT};
    ScriptedStream script = SERVER.newScript(answers);
    try (Reading reading = client.open(SERVER, script.path())) {
      awaitRequests(script, answers.length);
      if (client.has(Fault.IGNORES_204)) {
        awaitRequests(script, answers.length + 2);
      } else {
        assertNoMoreRequests(script, answers.length);
      }
      assertThat(reading.events())
          .as(client.name())
          .extracting(SeenEvent::data)
          .isEqualTo(List.of("one", "three").subList(0, answers.length - 1));
      assertThat(script.lastEventIds())
          .startsWith("", client.has(Fault.KEEPS_HALF_IDS) ? "2" : "1");
    }
  }

  @Test
  void fetchEventSourceAsItComesEndsWithTheResponse() {
    ScriptedStream script = SERVER.newScript(Answer.END);
    URI uri = SERVER.uri(script.path());
    try (Reading reading = node("fetch-event-source.mjs", "plain", uri)) {
      awaitRequests(script, 1);
      assertNoMoreRequests(script, 1);
      assertThat(reading.events()).hasSize(1);
    }
  }

  private static void awaitRequests(ScriptedStream script, int requests) {
    Eventually.check(LIMIT, () -> assertThat(script.requests()).isGreaterThanOrEqualTo(requests));
  }

  private static void assertNoMoreRequests(ScriptedStream script, int requests) {
    Eventually.stays(NOT_COMING_BACK, () -> assertThat(script.requests()).isEqualTo(requests));
  }

  @Test
  void vertxWebClientStandsStillAtAnEventAbove4KiB() {
    String path = SERVER.newStream();
    try (Reading reading = new VertxReading(SERVER.uri(path))) {
      Eventually.check(LIMIT, () -> assertThat(reading.events()).hasSize(1));
      SERVER.publish(path, ServerSentEvent.of("x".repeat(64 << 10)));
      SERVER.publish(path, ServerSentEvent.of("after it"));
      Eventually.stays(
          NOT_COMING_BACK,
          () -> assertThat(reading.events()).extracting("type").containsExactly("sse:open"));
    }
  }

  @Test
  void okHttpGivesUpAStreamThatIsQuietForLongerThanItsReadTimeout() {
    assertThat(Duration.ofMillis(new OkHttpClient().readTimeoutMillis()))
        .isLessThan(SseHandlerOptions.DEFAULT_HEARTBEAT);
    try (StreamServer quiet = new StreamServer(SseHandlerOptions.DEFAULT_HEARTBEAT);
        Reading reading =
            new OkHttpSseReading(quiet.uri(quiet.newStream()), Duration.ofMillis(300))) {
      Eventually.check(LIMIT, () -> assertThat(reading.events()).hasSizeGreaterThan(2));
      assertThat(reading.events()).extracting("type").containsOnly("sse:open");
    }
  }
}
