package io.github.ssebridge.testkit;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka server inside this JVM, a broker or a controller or both in one; owns the server and
 * its data directory until {@link #close}. Safe for use by any thread.
 */
final class KafkaNode implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final String what;
  private final KafkaSettings settings;
  private final TempDir dir;
  private final KafkaConfig config;
  private @Nullable KafkaRaftServer server;
  private boolean closed;

  private KafkaNode(String what, KafkaSettings settings, TempDir dir) {
    this.what = what;
    this.settings = settings;
    this.dir = dir;
    this.config = settings.in(dir.path());
  }

  /** An empty server that is not started yet; {@code what} names it in messages. */
  static KafkaNode create(String what, KafkaSettings settings, String clusterId) {
    TempDir dir = TempDir.create("kafka");
    try {
      KafkaNode node = new KafkaNode(what, settings, dir);
      node.format(clusterId);
      return node;
    } catch (RuntimeException | Error e) {
      dir.delete();
      throw e;
    }
  }

  KafkaSettings settings() {
    return settings;
  }

  synchronized boolean isRunning() {
    return server != null;
  }

  /**
   * Starts the server with the data it has.
   *
   * @throws IllegalStateException if it is running or closed, or a port of it is taken
   */
  synchronized void start() {
    if (closed || server != null) {
      throw new IllegalStateException(
          "The %s on port %d is %s: only a stopped one starts again"
              .formatted(what, settings.port(), closed ? "closed" : "running"));
    }
    for (int port : settings.ports()) {
      FreePort.requireFree(port, "the " + what);
    }
    launch();
  }

  /** Shuts the server down and keeps its data and ports; does nothing if it is down. */
  synchronized void stop() {
    KafkaRaftServer running = server;
    if (running == null) {
      return;
    }
    server = null;
    shutDown(running);
  }

  /** Shuts the server down and deletes its data; does nothing the second time. */
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

  private void format(String clusterId) {
    Formatter formatter =
        new Formatter()
            .setPrintStream(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
            .setNodeId(settings.nodeId())
            .setClusterId(clusterId)
            .setControllerListenerName(KafkaSettings.CONTROLLER_LISTENER)
            .setMetadataLogDirectory(dir.path().toString())
            .addDirectory(dir.path().toString());
    Waiting.run(
        "Formatting the data directory of the " + what,
        LIMIT,
        () -> {
          formatter.run();
          return null;
        });
  }

  private void launch() {
    surviveFatalFaults();
    dropLoggingBean();
    KafkaRaftServer starting = new KafkaRaftServer(config, Time.SYSTEM);
    try {
      Waiting.run(
          "Starting the %s on port %d".formatted(what, settings.port()),
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
      // Servers that start at the same time may each find it.
      synchronized (KafkaNode.class) {
        if (beans.isRegistered(name)) {
          beans.unregisterMBean(name);
        }
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
        "Stopping the %s on port %d".formatted(what, settings.port()),
        LIMIT,
        () -> {
          running.shutdown();
          running.awaitShutdown();
          return null;
        });
  }
}
