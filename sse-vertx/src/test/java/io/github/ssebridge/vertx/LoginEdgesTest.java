package io.github.ssebridge.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.testkit.SseClient;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins and requests that are rare, or hostile. */
class LoginEdgesTest {

  private final SseConnections all = SseConnections.create();
  private final AtomicInteger ends = new AtomicInteger();
  private final List<HttpConnection> transports = new CopyOnWriteArrayList<>();
  private final List<SseConnection> written = new CopyOnWriteArrayList<>();
  private final RouteServer node =
      new RouteServer(
          (router, server) -> {
            Tokens accepted = new Tokens(server.vertx);
            SseHandler read = SseHandler.create(server.hub, "prices").withConnections(all);
            router.route("/streams").handler(SseHandler.create(server.hub));
            router.route("/prices").handler(read);
            router
                .route("/login")
                .handler(
                    context -> {
                      transports.add(context.request().connection());
                      context.next();
                    });
            router
                .route("/login")
                .handler(QueryToken.create())
                .handler(accepted.handler())
                .handler(read);
            router
                .route("/logged")
                .handler(
                    context -> {
                      context.addEndHandler(over -> ends.incrementAndGet());
                      context.next();
                    })
                .handler(read);
            router
                .route("/written")
                .handler(
                    SseHandler.create(
                            (SseConnection c) -> {
                              c.routingContext().addEndHandler(over -> ends.incrementAndGet());
                              written.add(c);
                            })
                        .withConnections(all));
            router
                .route("/number")
                .handler(
                    context -> {
                      ((io.vertx.ext.web.impl.UserContextInternal) context.userContext())
                          .setUser(User.create(new JsonObject().put("sub", 17)));
                      context.next();
                    });
            router.route("/number").handler(read);
          });
  private final Tokens tokens = new Tokens(node.vertx);

  @AfterEach
  void close() {
    node.close();
  }

  private String head(String path, String... headers) throws IOException {
    String request =
        "GET " + path + " HTTP/1.1\nHost: here:8080\n" + String.join("\n", headers) + "\n\n";
    try (RawHttp http = new RawHttp(node.port(), 65536, request)) {
      return http.readUntil("\r\n\r\n");
    }
  }

  private static void pause(long millis) {
    LockSupport.parkNanos(millis * 1_000_000);
  }

  @Test
  void whoComesBackToTwoFinishedStreamsIsToldNotTo() {
    node.hub.finish("prices", "done");
    node.hub.finish("chat", "done");
    String path = "/streams?stream=prices&stream=chat";
    SseClient first = node.connect(path);
    await().until(() -> !first.isOpen());
    var back =
        node.send("GET", path, Map.of("Last-Event-ID", first.lastEventId(), "Accept", "*/*"));
    assertThat(back.statusCode()).as(back.body()).isEqualTo(204);
  }

  @Test
  void aTokenInTheQueryIsRenewedByOneInTheHeader() {
    String token = tokens.token("ann", Instant.now().plusSeconds(60));
    try (SseClient client = node.connect("/login?access_token=" + token)) {
      await().until(() -> client.events().size() == 1);
      Map<String, String> login = tokens.login("ann", Instant.now().plusSeconds(90));
      assertThat(node.send("POST", "/login", login).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aClientThatTakesNothingIsDisconnectedWithinASecondAsWell() throws IOException {
    String get = "GET /prices HTTP/1.1\nHost: x\n\n";
    try (RawHttp stalled = new RawHttp(node.port(), 4096, get)) {
      stalled.readUntil("sse:open");
      for (int i = 0; i < 20_000; i++) {
        node.publish("x".repeat(1000));
        if (i % 1000 == 0) {
          pause(20);
        }
      }
      pause(300);
      var unused = node.hub.disconnect(client -> true);
      await().atMost(Duration.ofSeconds(4)).until(() -> all.open() == 0);
    }
  }

  @Test
  void aClientThatTakesLittleIsClosedWhenItsCredentialExpires() throws IOException {
    Instant expires = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 6);
    String token = tokens.token("ann", expires);
    String get = "GET /login HTTP/1.1\nHost: x\nAuthorization: Bearer " + token + "\n\n";
    try (RawHttp slow = new RawHttp(node.port(), 4096, get)) {
      slow.readUntil("sse:open");
      var out = ((ConnectionBase) transports.get(0)).channel().unsafe().outboundBuffer();
      for (int stuck = 0; stuck < 100; stuck = out.totalPendingWriteBytes() == 0 ? 0 : stuck + 1) {
        for (int i = 0; stuck == 0 && i < 16; i++) {
          node.publish("x".repeat(1000));
        }
        pause(3);
      }
      assertThat(out.totalPendingWriteBytes()).isLessThan(64 << 10);
      assertThat(Instant.now()).isBefore(expires);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> Instant.now().isAfter(expires.plusMillis(2000)));
      assertThat(all.open()).isZero();
    }
  }

  @Test
  void endHandlersOfEarlierHandlersHearThatTheClientHasLeft() {
    SseClient client = node.connect("/logged");
    await().until(() -> client.events().size() == 1);
    client.close();
    await().until(() -> all.open() == 0);
    await().atMost(Duration.ofSeconds(2)).until(() -> ends.get() == 1);
  }

  @Test
  void anEndHandlerOfTheApplicationDoesNotHideThatTheClientHasLeft() {
    SseClient client = node.connect("/written");
    await().until(() -> written.size() == 1);
    client.close();
    await().atMost(Duration.ofSeconds(3)).until(() -> all.open() == 0);
  }

  @Test
  void framesOfOtherSitesHoldNoPlace() throws IOException {
    String answer =
        head(
            "/prices",
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Mode: navigate",
            "Sec-Fetch-Dest: iframe");
    assertThat(answer).startsWith("HTTP/1.1 403");
  }

  @Test
  void aSubjectThatIsANumberIsNoFault() throws IOException {
    assertThat(head("/number")).startsWith("HTTP/1.1 200");
  }

  @Test
  void aTokenWithALineEndIsRefusedAsAnyOther() throws IOException {
    assertThat(head("/login?access_token=a%0d%0aX:%20b")).startsWith("HTTP/1.1 401");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "/",
        "text",
        "text/",
        ";",
        ",",
        "text/event-stream;q=x",
        "*/*;q=0.1, *;q",
        "=",
        "text/event-stream;q=",
        "text/event-stream, ;",
        "  ",
        "\"",
        "a/b/c, */*",
        ";q=1",
        "/;q=1,*/*"
      })
  void noAcceptHeaderIsAFault(String accept) throws IOException {
    assertThat(head("/prices", "Accept: " + accept)).doesNotStartWith("HTTP/1.1 5");
  }

  @Test
  void aRenewalIsAnsweredOnTheEventLoopOfItsRequest() throws Exception {
    List<String> threads = new CopyOnWriteArrayList<>();
    Router router = Router.router(node.vertx);
    router
        .route("/login")
        .handler(
            context -> {
              if (context.request().method().name().equals("POST")) {
                threads.add(Thread.currentThread().getName());
                context.addHeadersEndHandler(
                    ready -> threads.add(Thread.currentThread().getName()));
              }
              context.next();
            });
    router
        .route("/login")
        .handler(new Tokens(node.vertx).handler())
        .handler(SseHandler.create(node.hub, "prices").withConnections(all));
    List<HttpServer> servers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      TestServer.join(
          node.vertx.deployVerticle(
              new VerticleBase() {
                @Override
                public Future<?> start() {
                  HttpServer server = vertx.createHttpServer(new HttpServerOptions());
                  return server
                      .requestHandler(router)
                      .listen(0, "127.0.0.1")
                      .onSuccess(servers::add);
                }
              }));
    }
    String one = "http://127.0.0.1:" + servers.get(0).actualPort() + "/login";
    String two = "http://127.0.0.1:" + servers.get(1).actualPort() + "/login";
    Map<String, String> login = tokens.login("ann", Instant.now().plusSeconds(60));
    try (SseClient client = SseClient.connect(one, null, login)) {
      await().until(() -> client.events().size() == 1);
      HttpRequest.Builder post =
          HttpRequest.newBuilder(URI.create(two)).POST(HttpRequest.BodyPublishers.noBody());
      login.forEach(post::setHeader);
      HttpClient http = HttpClient.newHttpClient();
      for (int i = 0; i < 50; i++) {
        var answer = http.send(post.build(), BodyHandlers.ofString());
        assertThat(answer.body()).contains("\"connections\":1");
      }
      // Both its request and its answer: where the two connections are on different loops.
      assertThat(threads).containsOnly(threads.get(0));
    }
  }
}
