package io.github.ssebridge.testkit;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import kafka.server.KafkaConfig;

/**
 * The settings of one small Kafka server that listens on 127.0.0.1 only: its id, its ports, the one
 * that names it first, and what differs by its role.
 */
record KafkaSettings(int nodeId, List<Integer> ports, Map<String, String> role) {
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final String ONE_MEGABYTE = String.valueOf(1 << 20);

  // Servers with the same id in one JVM would fight over the name of a JMX bean.
  private static final AtomicInteger LAST_NODE_ID = new AtomicInteger();

  // One partition: a client's first group or transaction starts at once.
  private static final Map<String, String> INTERNAL_TOPICS =
      Map.ofEntries(
          Map.entry("offsets.topic.num.partitions", "1"),
          Map.entry("offsets.topic.segment.bytes", ONE_MEGABYTE),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("transaction.state.log.num.partitions", "1"),
          Map.entry("transaction.state.log.segment.bytes", ONE_MEGABYTE),
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
          Map.entry("replica.fetch.backoff.ms", "100"),
          Map.entry("server.max.startup.time.ms", "60000"));

  // For so long after its last heartbeat a broker is not let in again by a controller that stays,
  // however clean its stop was; a pause of the JVM as long takes its partitions from it.
  private static final Map<String, String> SESSIONS =
      Map.of("broker.heartbeat.interval.ms", "200", "broker.session.timeout.ms", "2000");

  // A topic or a leader comes and goes only when a test says so.
  private static final Map<String, String> AS_TOLD =
      Map.of("auto.create.topics.enable", "false", "auto.leader.rebalance.enable", "false");

  /** Settings for a broker on this port that is its own controller, on a port of its own. */
  static KafkaSettings alone(int port) {
    int nodeId = LAST_NODE_ID.incrementAndGet();
    int controllerPort = FreePort.find();
    Map<String, String> role = brokerOnly(port, 1);
    role.put("process.roles", "broker,controller");
    role.put("listeners", role.get("listeners") + "," + controllerListener(controllerPort));
    role.put("controller.quorum.voters", voter(nodeId, controllerPort));
    return new KafkaSettings(nodeId, List.of(port, controllerPort), role);
  }

  /** Settings for a controller that holds no topics. */
  static KafkaSettings controller() {
    int nodeId = LAST_NODE_ID.incrementAndGet();
    int port = FreePort.find();
    Map<String, String> role = new HashMap<>(SESSIONS);
    role.put("process.roles", "controller");
    role.put("listeners", controllerListener(port));
    role.put("controller.quorum.voters", voter(nodeId, port));
    return new KafkaSettings(nodeId, List.of(port), role);
  }

  /** Settings for one of so many brokers that have this controller. */
  static KafkaSettings broker(KafkaSettings controller, int brokers) {
    int port = FreePort.find();
    Map<String, String> role = brokerOnly(port, Math.min(3, brokers));
    role.putAll(SESSIONS);
    role.put("controller.quorum.voters", voter(controller.nodeId(), controller.port()));
    return new KafkaSettings(LAST_NODE_ID.incrementAndGet(), List.of(port), role);
  }

  /** The port by which the server is known. */
  int port() {
    return ports.get(0);
  }

  /** The value for a client's {@code bootstrap.servers}. */
  String address() {
    return "127.0.0.1:" + port();
  }

  /** All settings of the server, its data in this directory. */
  KafkaConfig in(Path dir) {
    Map<String, String> all = new HashMap<>(INTERNAL_TOPICS);
    all.putAll(SMALL);
    all.putAll(PROMPT);
    all.putAll(AS_TOLD);
    all.put("node.id", String.valueOf(nodeId));
    all.put("log.dirs", dir.toString());
    all.put("controller.listener.names", CONTROLLER_LISTENER);
    all.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
    all.putAll(role);
    return new KafkaConfig(all);
  }

  private static Map<String, String> brokerOnly(int port, int replicas) {
    Map<String, String> role = new HashMap<>();
    role.put("process.roles", "broker");
    role.put("listeners", "PLAINTEXT://127.0.0.1:" + port);
    role.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    role.put("offsets.topic.replication.factor", String.valueOf(replicas));
    role.put("transaction.state.log.replication.factor", String.valueOf(replicas));
    role.put("share.coordinator.state.topic.replication.factor", String.valueOf(replicas));
    return role;
  }

  private static String controllerListener(int port) {
    return CONTROLLER_LISTENER + "://127.0.0.1:" + port;
  }

  private static String voter(int nodeId, int port) {
    return nodeId + "@127.0.0.1:" + port;
  }
}
