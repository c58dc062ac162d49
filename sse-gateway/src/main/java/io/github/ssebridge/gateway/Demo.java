package io.github.ssebridge.gateway;

import io.github.ssebridge.gateway.GatewayConfig.RedisConfig;
import io.github.ssebridge.testkit.EmbeddedKafka;
import io.github.ssebridge.testkit.EmbeddedRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything on this machine: a Kafka broker, a Redis, two gateway nodes, and figures of the
 * machine itself. Started by one thread; {@link #close} may come from another at any time.
 */
final class Demo implements AutoCloseable {

  static final String TOPIC = "machine";
  static final String CHANNEL = "chat";

  private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
  private static final int PARTITIONS = 4;

  /** Whoever ends the demo waits for it. */
  private static final String DRAIN = "300ms";

  // Guarded by this: what runs, the latest first.
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private boolean closed;

  private final int port;

  Demo(int port) {
    this.port = port;
  }

  /** What tests take away and bring back. */
  record Brokers(EmbeddedKafka kafka, EmbeddedRedis redis) {}

  /**
   * Starts everything; returns when the page is up.
   *
   * @throws GatewayException if the ports are taken
   */
  Brokers start() {
    long start = System.nanoTime();
    if (port < 1 || port > 65_534) {
      throw new GatewayException(
          "the demo needs --port and the next one, so from 1 to 65534, but --port is " + port);
    }
    requireFree(port);
    requireFree(port + 1);
    // Otherwise the library that reads the figures leaves a folder in the user's cache.
    System.setProperty("jna.tmpdir", System.getProperty("java.io.tmpdir"));
    LOG.info("starting Redis and a Kafka broker on this machine; Kafka takes some seconds ...");
    EmbeddedRedis redis = run(EmbeddedRedis::start);
    LOG.info("Redis is up at {}", redis.uri());
    EmbeddedKafka kafka = run(EmbeddedKafka::start);
    kafka.createTopic(TOPIC, PARTITIONS);
    LOG.info("Kafka is up at {}, topic '{}'", kafka.bootstrapServers(), TOPIC);
    run(() -> MachineProducer.start(kafka.bootstrapServers(), TOPIC));

    DemoPage.Node first = new DemoPage.Node("node-1", port);
    DemoPage.Node second = new DemoPage.Node("node-2", port + 1);
    DemoPage page = DemoPage.of(List.of(first, second));
    run(() -> Gateway.start(config(first, kafka, redis), page));
    run(() -> Gateway.start(config(second, kafka, redis), page));
    LOG.info(
        "the demo is up after {} s: open http://localhost:{} and http://localhost:{}; Ctrl-C ends it",
        "%.1f".formatted(Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0),
        port,
        port + 1);
    return new Brokers(kafka, redis);
  }

  /** Stops everything in reverse order, and leaves no process and no file behind. */
  @Override
  public synchronized void close() {
    closed = true;
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (Exception e) {
        LOG.warn("could not stop a part of the demo: {}", e.toString());
      }
    }
  }

  /** Starts a part under the monitor, so that whoever closes finds it started or not at all. */
  private synchronized <T extends AutoCloseable> T run(Supplier<T> starting) {
    if (closed) {
      throw new GatewayException("the demo was ended while it started");
    }
    T part = starting.get();
    running.push(part);
    return part;
  }

  private static GatewayConfig config(
      DemoPage.Node node, EmbeddedKafka kafka, EmbeddedRedis redis) {
    return new GatewayConfig(
            "127.0.0.1",
            node.port(),
            node.name(),
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new RedisConfig(redis.uri()),
            Map.of(
                TOPIC, StreamConfig.ofTopic(TOPIC),
                CHANNEL, StreamConfig.ofChannel(CHANNEL, true)))
        .withDrain(DRAIN);
  }

  private static void requireFree(int port) {
    try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assert free.isBound();
    } catch (IOException | IllegalArgumentException e) {
      throw new GatewayException(
          "the demo needs the ports %d and %d, but cannot use %d (%s): choose two others with --port"
              .formatted(port, port + 1, port, e.getMessage()));
    }
  }
}
