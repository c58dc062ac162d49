package io.github.ssebridge.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.Eventually;
import io.github.ssebridge.vertx.SseHandlerOptions;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/clients.md says of proxies, with the proxies of Debian. */
class ProxyTest {

  private static final Duration READ_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration HELD_BACK = Duration.ofMillis(500);
  private static final String GZIP = "gzip on; gzip_types text/event-stream;";
  private static final String NO_DELAY = "option http-no-delay";
  private static final String ONE_SECOND = "proxy_read_timeout 1s; send_timeout 1s;";

  /** Its heartbeats come well within the read timeouts here. */
  private static final StreamServer LIVELY = new StreamServer(READ_TIMEOUT.dividedBy(4));

  private static final StreamServer QUIET = new StreamServer(SseHandlerOptions.DEFAULT_HEARTBEAT);

  @TempDir Path dir;

  @AfterAll
  static void stop() {
    LIVELY.close();
    QUIET.close();
  }

  @Test
  void nginxPassesEachEventOnAtOnceAsItComes() {
    try (ProxyProcess nginx = Nginx.inFrontOf(QUIET, dir, "")) {
      assertEachEventComesAtOnce(nginx, "identity");
    }
  }

  @Test
  void nginxCompressesNoStreamThatMayNotBeCompressed() {
    try (ProxyProcess nginx = Nginx.inFrontOf(QUIET, dir, GZIP)) {
      assertEachEventComesAtOnce(nginx, "identity");
    }
  }

  @Test
  void nginxThatMayCompressPassesEachEventOnAtOnce() {
    try (StreamServer server = compressible();
        ProxyProcess nginx = Nginx.inFrontOf(server, dir, GZIP)) {
      assertEachEventComesAtOnce(server, nginx, "gzip");
    }
  }

  @Test
  void nginxThatIsToldToIgnoreOurHeaderHoldsEvenTheHeadBack() {
    String ignore = "proxy_ignore_headers X-Accel-Buffering;";
    try (ProxyProcess nginx = Nginx.inFrontOf(QUIET, dir, ignore)) {
      URI uri = nginx.uri(QUIET.newStream());
      assertThatThrownBy(() -> new Arrivals(uri, HELD_BACK))
          .hasCauseInstanceOf(HttpTimeoutException.class);
    }
  }

  @Test
  void haProxyHoldsEachEventBackForAFifthOfASecond() {
    try (ProxyProcess haProxy = HaProxy.inFrontOf(QUIET, dir, "30s")) {
      String path = QUIET.newStream();
      try (Arrivals client = new Arrivals(haProxy.uri(path))) {
        Promptness.eachEventTakesLongerThan50Millis(QUIET, path, client);
      }
    }
  }

  @Test
  void haProxyPassesEachEventOnAtOnceWithoutDelay() {
    try (ProxyProcess haProxy = HaProxy.inFrontOf(QUIET, dir, "30s", NO_DELAY)) {
      assertEachEventComesAtOnce(haProxy, "identity");
    }
  }

  @Test
  void haProxyDoesNotCompressWhatMayNotBeTransformed() {
    String[] gzip = {NO_DELAY, "compression algo gzip", "compression type text/event-stream"};
    try (StreamServer server = compressible();
        ProxyProcess haProxy = HaProxy.inFrontOf(server, dir, "30s", gzip)) {
      assertEachEventComesAtOnce(server, haProxy, "identity");
    }
  }

  @Test
  void heartbeatsKeepAQuietStreamThroughTheReadTimeoutOfNginx() {
    try (ProxyProcess nginx = Nginx.inFrontOf(LIVELY, dir, ONE_SECOND)) {
      assertQuietStreamLives(nginx);
    }
  }

  @Test
  void heartbeatsKeepAQuietStreamThroughTheTimeoutsOfHaProxy() {
    try (ProxyProcess haProxy = HaProxy.inFrontOf(LIVELY, dir, "1s")) {
      assertQuietStreamLives(haProxy);
    }
  }

  @Test
  void nginxCutsAStreamThatIsQuietForLongerThanItsReadTimeout() {
    try (ProxyProcess nginx = Nginx.inFrontOf(QUIET, dir, ONE_SECOND)) {
      assertQuietStreamIsCut(nginx);
    }
  }

  @Test
  void haProxyCutsAStreamThatIsQuietForLongerThanItsTimeouts() {
    try (ProxyProcess haProxy = HaProxy.inFrontOf(QUIET, dir, "1s", "timeout tunnel 1h")) {
      assertQuietStreamIsCut(haProxy);
    }
  }

  @Test
  void clientGoesOnAfterNginxWasRestarted() {
    try (ProxyProcess nginx = Nginx.inFrontOf(LIVELY, dir, "")) {
      assertClientGoesOnAfter(nginx, nginx::restart);
    }
  }

  @Test
  void clientGoesOnAfterNginxWasReloaded() {
    try (ProxyProcess nginx = Nginx.inFrontOf(LIVELY, dir, "")) {
      assertClientGoesOnAfter(nginx, nginx::reload);
    }
  }

  @Test
  void clientGoesOnAfterHaProxyWasRestarted() {
    try (ProxyProcess haProxy = HaProxy.inFrontOf(LIVELY, dir, "5s")) {
      assertClientGoesOnAfter(haProxy, haProxy::restart);
    }
  }

  private static StreamServer compressible() {
    return new StreamServer(
        SseHandlerOptions.defaults().withCompression(true), new HttpServerOptions());
  }

  private static void assertEachEventComesAtOnce(ProxyProcess proxy, String encoding) {
    assertEachEventComesAtOnce(QUIET, proxy, encoding);
  }

  private static void assertEachEventComesAtOnce(
      StreamServer server, ProxyProcess proxy, String encoding) {
    String path = server.newStream();
    try (Arrivals client = new Arrivals(proxy.uri(path))) {
      assertThat(client.encoding()).isEqualTo(encoding);
      Promptness.eachEventComesWithin50Millis(server, path, client);
    }
  }

  private static void assertQuietStreamLives(ProxyProcess proxy) {
    String path = LIVELY.newStream();
    try (Arrivals client = new Arrivals(proxy.uri(path))) {
      Eventually.stays(READ_TIMEOUT.multipliedBy(2), () -> assertThat(client.isOpen()).isTrue());
      LIVELY.publish(path, ServerSentEvent.of("still there"));
      assertThat(client.await("still there", 1_000)).isNotNull();
    }
  }

  private static void assertQuietStreamIsCut(ProxyProcess proxy) {
    try (Arrivals client = new Arrivals(proxy.uri(QUIET.newStream()))) {
      Eventually.check(LIMIT, () -> assertThat(client.isOpen()).isFalse());
    }
  }

  private static void assertClientGoesOnAfter(ProxyProcess proxy, Runnable cut) {
    MatrixClient client = MatrixClient.of("okhttp-sse", OkHttpSseReading::new);
    try (ClientTrial trial = new ClientTrial(LIVELY, client, proxy.port(), cut)) {
      trial.cutsWhilePublishing(2);
      assertThat(trial.seen()).containsExactlyElementsOf(trial.sent());
    }
  }
}
