package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.LogOptions;
import io.github.ssebridge.StreamOptions;
import io.github.ssebridge.kafka.KafkaFeed;
import io.github.ssebridge.vertx.SseHandler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** A process that serves a topic as an application does, on one event loop. Stateless. */
final class KafkaNode {

  private static final String STREAM = "x";
  private static final int MAX_WAITING_CONNECTIONS = 4096;
  private static final long LIMIT_SECONDS = 30;

  /** What it is started with. */
  record Settings(String bootstrapServers, String topic, long logBytes) {}

  /** What it takes at a moment; {@code consumers} are those of kafka-clients. */
  record Sample(MemorySample memory, int consumers, int threads) {}

  private KafkaNode() {}

  /** Takes {@link Settings} as JSON. */
  public static void main(String[] args) throws Exception {
    Settings settings = Json.read(args[0], Settings.class);
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(0)
            .setAcceptBacklog(MAX_WAITING_CONNECTIONS);
    Router router = Router.router(vertx);
    router.get("/" + STREAM).handler(SseHandler.create(hub(settings), STREAM));
    HttpServer http =
        vertx
            .createHttpServer(options)
            .requestHandler(router)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    new CommandLoop()
        .on("sample", Nothing.class, nothing -> sample())
        .run(new ServerReady(http.actualPort(), vertx.isNativeTransportEnabled(), vertxVersion()));
  }

  /** The stream's feed is opened by its first client. */
  private static EventHub hub(Settings settings) {
    LogOptions log = LogOptions.defaults().withMaxBytes(settings.logBytes);
    KafkaFeed feed =
        KafkaFeed.create(settings.topic, Map.of("bootstrap.servers", settings.bootstrapServers));
    return EventHub.create().stream(STREAM, feed, StreamOptions.defaults().withLog(log));
  }

  private static Sample sample() throws MalformedObjectNameException {
    ObjectName consumers = new ObjectName("kafka.consumer:type=consumer-metrics,client-id=*");
    return new Sample(
        ProcessProbe.memory(),
        ManagementFactory.getPlatformMBeanServer().queryNames(consumers, null).size(),
        ManagementFactory.getThreadMXBean().getThreadCount());
  }

  private static String vertxVersion() throws IOException {
    try (InputStream version =
        Vertx.class.getResourceAsStream("/META-INF/vertx/vertx-version.txt")) {
      return version == null ? "unknown" : new String(version.readAllBytes(), UTF_8).strip();
    }
  }
}
