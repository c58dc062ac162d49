package io.github.ssebridge.testkit;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;

/** The settings of a small one-node broker that listens on 127.0.0.1 only; holds no state. */
final class KafkaSettings {
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final String ONE_MEGABYTE = String.valueOf(1 << 20);

  // One replica and one partition: a client's first group or transaction starts at once.
  private static final Map<String, String> INTERNAL_TOPICS =
      Map.ofEntries(
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("offsets.topic.num.partitions", "1"),
          Map.entry("offsets.topic.segment.bytes", ONE_MEGABYTE),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("transaction.state.log.num.partitions", "1"),
          Map.entry("transaction.state.log.segment.bytes", ONE_MEGABYTE),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
          Map.entry("share.coordinator.state.topic.segment.bytes", ONE_MEGABYTE));

  private static final Map<String, String> SMALL =
      Map.ofEntries(
          Map.entry("num.network.threads", "2"),
          Map.entry("num.io.threads", "2"),
          Map.entry("background.threads", "2"),
          Map.entry("num.recovery.threads.per.data.dir", "1"),
          Map.entry("log.segment.bytes", String.valueOf(16 << 20)),
          Map.entry("log.index.size.max.bytes", ONE_MEGABYTE),
          Map.entry("log.cleaner.dedupe.buffer.size", String.valueOf(2 << 20)),
          Map.entry("log.cleaner.io.buffer.size", String.valueOf(64 << 10)),
          // No JMX beans: nobody reads them, and some would outlive the broker.
          Map.entry("metric.reporters", ""),
          Map.entry("metrics.jmx.exclude", ".*"));

  private static final Map<String, String> PROMPT =
      Map.ofEntries(
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("group.min.session.timeout.ms", "500"),
          Map.entry("log.initial.task.delay.ms", "500"),
          Map.entry("log.retention.check.interval.ms", "1000"),
          Map.entry("log.segment.delete.delay.ms", "1000"),
          Map.entry("log.cleaner.backoff.ms", "1000"),
          Map.entry("server.max.startup.time.ms", "60000"));

  private KafkaSettings() {}

  /** Settings for a broker on the one port whose controller, the same JVM, is on the other. */
  static KafkaConfig of(int nodeId, Path dir, int port, int controllerPort) {
    Properties settings = new Properties();
    settings.putAll(INTERNAL_TOPICS);
    settings.putAll(SMALL);
    settings.putAll(PROMPT);
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", String.valueOf(nodeId));
    settings.put("log.dirs", dir.toString());
    settings.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,%s://127.0.0.1:%d"
            .formatted(port, CONTROLLER_LISTENER, controllerPort));
    settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    settings.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
    settings.put("controller.listener.names", CONTROLLER_LISTENER);
    settings.put("controller.quorum.voters", nodeId + "@127.0.0.1:" + controllerPort);
    settings.put("auto.create.topics.enable", "false");
    return KafkaConfig.fromProps(settings);
  }
}
