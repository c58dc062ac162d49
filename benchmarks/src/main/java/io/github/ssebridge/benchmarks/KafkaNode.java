package io.github.ssebridge.benchmarks;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.LogOptions;
import io.github.ssebridge.StreamOptions;
import io.github.ssebridge.kafka.KafkaFeed;
import io.github.ssebridge.vertx.SseHandler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.lang.management.ManagementFactory;
import java.util.Map;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** A process that serves a topic as an application does, on one event loop. Stateless. */
final class KafkaNode {

  private static final String STREAM = "x";

  /** What it is started with. */
  record Settings(String bootstrapServers, String topic, long logBytes) {}

  /** What it takes at a moment; {@code consumers} are those of kafka-clients. */
  record Sample(MemorySample memory, int consumers, int threads) {}

  private KafkaNode() {}

  /** Takes {@link Settings} as JSON. */
  public static void main(String[] args) throws Exception {
    Settings settings = Json.read(args[0], Settings.class);
    Vertx vertx = Listening.vertx();
    Router router = Router.router(vertx);
    router.get("/" + STREAM).handler(SseHandler.create(hub(settings), STREAM));
    ServerReady ready = Listening.start(vertx, router);
    new CommandLoop().on("sample", Nothing.class, nothing -> sample()).run(ready);
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
}
