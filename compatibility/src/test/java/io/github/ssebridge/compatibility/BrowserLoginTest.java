package io.github.ssebridge.compatibility;

import static io.github.ssebridge.compatibility.StreamServer.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.HubOptions;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.Browser;
import io.github.ssebridge.vertx.SseConnections;
import io.github.ssebridge.vertx.SseHandler;
import io.github.ssebridge.vertx.SseHandlerOptions;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.JWTAuthHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real browser whose login expires while it reads, and one that brings an id no server reads. */
class BrowserLoginTest {

  private static final Path PAGE = Path.of("..", "docs", "production.md");
  private static final Duration RETRY = Duration.ofMillis(200);

  private final Vertx vertx = Vertx.vertx();
  private final EventHub hub =
      EventHub.create(HubOptions.defaults().withRetry(RETRY)).stream("orders");
  private final SseConnections connections = SseConnections.create();
  private final JWTAuth jwt =
      JWTAuth.create(
          vertx,
          new JWTAuthOptions()
              .addPubSecKey(
                  new PubSecKeyOptions()
                      .setAlgorithm("HS256")
                      .setBuffer("a secret of the test, as long as the hash")));
  private final Browser browser = Browser.open();
  private String script = "";
  private boolean longIdGiven;
  private HttpServer server;

  @BeforeEach
  void start() {
    Router router = Router.router(vertx);
    SseHandlerOptions options =
        SseHandlerOptions.defaults().withReauthAhead(Duration.ofSeconds(1)).withRetry(RETRY);
    SseHandler orders =
        SseHandler.create(hub, "orders").withOptions(options).withConnections(connections);
    router.get("/").handler(this::page);
    router.post("/login").handler(this::login);
    router.route("/orders").handler(BrowserLoginTest::tokenFromCookie);
    router.route("/orders").handler(JWTAuthHandler.create(jwt)).handler(orders);
    router.route("/long").handler(this::longIdOnce);
    router.route("/long").handler(orders);
    server =
        join(
            vertx
                .createHttpServer()
                .requestHandler(router)
                .invalidRequestHandler(SseHandler.invalidRequestHandler())
                .listen(0, "127.0.0.1"));
  }

  @AfterEach
  void close() {
    browser.close();
    hub.close();
    join(vertx.close());
  }

  private void page(RoutingContext context) {
    setToken(context);
    context
        .response()
        .putHeader("Content-Type", "text/html")
        .end(
            "<!doctype html><script>window.opens = 0; window.errors = 0; window.seen = [];\n"
                + "const refreshLogin = () => fetch('/login', {method: 'POST'});\n"
                + script
                + "\nsource.onopen = () => opens++; source.onerror = () => errors++;"
                + "source.onmessage = event => seen.push(event.data);</script>");
  }

  private void login(RoutingContext context) {
    setToken(context);
    context.response().end();
  }

  private void setToken(RoutingContext context) {
    long expires = Instant.now().getEpochSecond() + 3;
    String token = jwt.generateToken(new JsonObject().put("sub", "ann").put("exp", expires));
    context
        .response()
        .addCookie(
            Cookie.cookie("token", token).setHttpOnly(true).setSameSite(CookieSameSite.STRICT));
  }

  private static void tokenFromCookie(RoutingContext context) {
    Cookie token = context.request().getCookie("token");
    if (token != null) {
      context.request().headers().set("Authorization", "Bearer " + token.getValue());
    }
    context.next();
  }

  private void longIdOnce(RoutingContext context) {
    if (longIdGiven) {
      context.next();
      return;
    }
    longIdGiven = true;
    context
        .response()
        .putHeader("Content-Type", "text/event-stream")
        .end("id: " + "x".repeat(20_000) + "\nretry: 100\ndata: first\n\n");
  }

  private void open(String newScript) {
    script = newScript;
    String unused = browser.openTab("http://127.0.0.1:" + server.actualPort() + "/");
  }

  private String text(String expression) {
    return String.valueOf(browser.evaluate(expression));
  }

  /** What the page on production shows. */
  private static String shown() throws IOException {
    Matcher fence =
        Pattern.compile("```js\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
    assertThat(fence.find()).isTrue();
    return fence.group(1);
  }

  @Test
  void goesOnWithoutABreakWhileThePageRenewsItsLogin() throws IOException {
    open(shown());
    Instant later = Instant.now().plusSeconds(8);
    await()
        .atMost(Duration.ofSeconds(12))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              hub.publish("orders", ServerSentEvent.of("x"));
              return Instant.now().isAfter(later);
            });
    assertThat(browser.number("opens")).isEqualTo(1);
    assertThat(browser.number("errors")).isZero();
    assertThat(browser.number("seen.length")).isGreaterThan(30);
    assertThat(connections.opened()).isEqualTo(1);
  }

  @Test
  void comesBackWithItsNewCookieToWhereItWas() {
    open("const source = new EventSource('/orders'); setInterval(refreshLogin, 1000);");
    await().until(() -> connections.open() == 1);
    hub.publish("orders", ServerSentEvent.of("1"));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> connections.closedByReason().containsValue(1L));
    hub.publish("orders", ServerSentEvent.of("2"));
    await().atMost(Duration.ofSeconds(10)).until(() -> browser.number("seen.length") == 2);
    assertThat(text("seen.join()")).isEqualTo("1,2");
    assertThat(connections.closedByReason()).containsEntry("credential-expired", 1L);
  }

  @Test
  void forgetsAnIdThatIsTooLongForTheServerAndReadsOn() {
    open(
        "const source = new EventSource('/long');"
            + "source.addEventListener('sse:gap', event => seen.push(event.data));");
    await()
        .atMost(Duration.ofSeconds(15))
        .until(
            () -> {
              hub.publish("orders", ServerSentEvent.of("live"));
              return text("seen.join()").endsWith("live");
            });
    assertThat(text("seen.slice(0, 2).join()")).isEqualTo("first,{\"reason\":\"unusable-id\"}");
    assertThat(text("source.readyState")).isEqualTo("1");
  }
}
