package io.github.ssebridge.testkit;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * A real one-node Kafka broker, its own controller, inside this JVM; this object owns the broker,
 * its data directory and its two ports until {@link #close}. Close it: an open broker keeps the JVM
 * alive, and a JVM that exits with an open one leaves the data directory behind.
 *
 * <p>It listens on 127.0.0.1 only and creates no topic on its own. Safe for use by any thread; each
 * call returns when what it says is done, or throws an IllegalStateException after at most a
 * minute. From the first start on, a fatal fault inside Kafka no longer ends the JVM: Kafka logs it
 * and the thread it happened on stops.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  // Brokers with the same id in one JVM would fight over the name of a JMX bean.
  private static final AtomicInteger LAST_NODE_ID = new AtomicInteger();

  private final int nodeId = LAST_NODE_ID.incrementAndGet();
  private final int port;
  private final int controllerPort;
  private final TempDir dir;
  private final KafkaConfig config;
  private @Nullable KafkaRaftServer server;
  private boolean closed;

  private EmbeddedKafka(int port, TempDir dir) {
    this.port = port;
    this.controllerPort = FreePort.find();
    this.dir = dir;
    this.config = KafkaSettings.of(nodeId, dir.path(), port, controllerPort);
  }

  /** Starts an empty broker on a free port. */
  public static EmbeddedKafka start() {
    return start(FreePort.find());
  }

  /**
   * Starts an empty broker on this port.
   *
   * @throws IllegalStateException if the port is taken, or the broker does not start
   */
  public static EmbeddedKafka start(int port) {
    FreePort.requireFree(port, "the embedded Kafka broker");
    TempDir dir = TempDir.create("kafka");
    try {
      EmbeddedKafka kafka = new EmbeddedKafka(port, dir);
      kafka.format();
      kafka.launch();
      return kafka;
    } catch (RuntimeException | Error e) {
      dir.delete();
      throw e;
    }
  }

  /** The value for a client's {@code bootstrap.servers}: {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** The port clients connect to; it stays the same for the life of this object. */
  public int port() {
    return port;
  }

  /** Creates a topic with the broker's default settings. */
  public void createTopic(String name, int partitions) {
    createTopic(name, partitions, Map.of());
  }

  /**
   * Creates a topic; returns when the broker leads all its partitions.
   *
   * @param configs topic settings as Kafka names them, such as {@code retention.ms}
   * @throws IllegalStateException if the broker refuses, for instance because the topic exists
   */
  public void createTopic(String name, int partitions, Map<String, String> configs) {
    new KafkaTopics(bootstrapServers()).create(name, partitions, configs);
  }

  /**
   * Deletes a topic; returns when the broker no longer lists it.
   *
   * @throws IllegalStateException if the broker refuses, for instance because there is none
   */
  public void deleteTopic(String name) {
    new KafkaTopics(bootstrapServers()).delete(name);
  }

  /** Shuts the broker down and keeps its data and port; does nothing if it is down. */
  public synchronized void stop() {
    KafkaRaftServer running = server;
    if (running == null) {
      return;
    }
    server = null;
    shutDown(running);
  }

  /**
   * Starts the stopped broker with its old data on its old port.
   *
   * @throws IllegalStateException if it is running or closed, or the port was taken meanwhile
   */
  public synchronized void startAgain() {
    if (closed || server != null) {
      throw new IllegalStateException(
          "The embedded Kafka broker on port %d is %s: only a stopped one starts again"
              .formatted(port, closed ? "closed" : "running"));
    }
    FreePort.requireFree(port, "the embedded Kafka broker");
    FreePort.requireFree(controllerPort, "the controller of the embedded Kafka broker");
    launch();
  }

  /** Shuts the broker down and deletes its data; does nothing the second time. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      stop();
    } finally {
      dir.delete();
    }
  }

  private void format() {
    Formatter formatter =
        new Formatter()
            .setPrintStream(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
            .setNodeId(nodeId)
            .setClusterId(Uuid.randomUuid().toString())
            .setControllerListenerName(KafkaSettings.CONTROLLER_LISTENER)
            .setMetadataLogDirectory(dir.path().toString())
            .addDirectory(dir.path().toString());
    Waiting.run(
        "Formatting the data directory of the embedded Kafka broker",
        LIMIT,
        () -> {
          formatter.run();
          return null;
        });
  }

  private synchronized void launch() {
    surviveFatalFaults();
    dropLoggingBean();
    KafkaRaftServer starting = new KafkaRaftServer(config, Time.SYSTEM);
    try {
      Waiting.run(
          "Starting the embedded Kafka broker on port " + port,
          LIMIT,
          () -> {
            starting.startup();
            return null;
          });
    } catch (RuntimeException e) {
      shutDownAfter(starting, e);
      throw e;
    }
    server = starting;
  }

  // Kafka ends the process it runs in when a fault is fatal to the broker; here that process is
  // a test run or the gateway.
  private static void surviveFatalFaults() {
    Exit.Procedure refuse =
        (status, message) -> {
          throw new IllegalStateException(
              "The embedded Kafka broker failed, its log tells why; it asked to end the JVM with status "
                  + status);
        };
    Exit.setExitProcedure(refuse);
    Exit.setHaltProcedure(refuse);
  }

  // Kafka registers this bean for the JVM's life; it cannot do anything without Log4j Core.
  private static void dropLoggingBean() {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    try {
      ObjectName name = new ObjectName("kafka:type=kafka.Log4jController");
      if (beans.isRegistered(name)) {
        beans.unregisterMBean(name);
      }
    } catch (JMException e) {
      throw new IllegalStateException("Cannot remove Kafka's logging bean from JMX", e);
    }
  }

  private void shutDownAfter(KafkaRaftServer failed, RuntimeException failure) {
    try {
      shutDown(failed);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private void shutDown(KafkaRaftServer running) {
    Waiting.run(
        "Stopping the embedded Kafka broker on port " + port,
        LIMIT,
        () -> {
          running.shutdown();
          running.awaitShutdown();
          return null;
        });
  }
}
