package io.github.ssebridge.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A real Redis Cluster of three masters without replicas, child processes of this JVM, known by
 * their index from 0 on. This object owns them and their data until {@link #close}.
 *
 * <p>They listen on 127.0.0.1 only, and a node that is killed and started again has its data. While
 * a node is down no other takes its place: after two seconds the others refuse every key. Safe for
 * use by any thread; each call returns when what it says is done, or throws an
 * IllegalStateException after at most a minute.
 */
public final class EmbeddedRedisCluster implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int SIZE = 3;
  private static final String TIMEOUT_MILLIS = "2000";

  private final TempDir dir;
  private final List<RedisProcess> nodes;
  private final List<Integer> busPorts;
  // By slot; guarded by this.
  private final int[] owners = new int[HashSlot.COUNT];
  private boolean closed;

  private EmbeddedRedisCluster(TempDir dir, List<String> extraArguments) {
    this.dir = dir;
    this.busPorts = IntStream.range(0, SIZE).map(i -> FreePort.find()).boxed().toList();
    Path binary = RedisBinary.provide(dir);
    this.nodes = IntStream.range(0, SIZE).mapToObj(i -> node(i, binary, extraArguments)).toList();
  }

  /**
   * Starts an empty cluster that has a third of the slots on each node.
   *
   * @param extraArguments more options for each redis-server
   */
  public static EmbeddedRedisCluster start(String... extraArguments) {
    TempDir dir = TempDir.create("redis-cluster");
    EmbeddedRedisCluster cluster;
    try {
      cluster = new EmbeddedRedisCluster(dir, List.of(extraArguments));
    } catch (RuntimeException | Error e) {
      dir.delete();
      throw e;
    }
    try {
      cluster.eachNode("Starting the nodes of the embedded Redis cluster", RedisProcess::start);
      cluster.join();
      return cluster;
    } catch (RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  private RedisProcess node(int index, Path binary, List<String> extraArguments) {
    Path home = dir.file("node-" + index);
    try {
      Files.createDirectory(home);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create " + home, e);
    }
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf"));
    options.addAll(List.of("--cluster-node-timeout", TIMEOUT_MILLIS));
    options.addAll(List.of("--cluster-port", String.valueOf(busPorts.get(index))));
    options.addAll(List.of("--appendonly", "yes", "--appendfsync", "always"));
    options.addAll(extraArguments);
    String name = "node %d of the embedded Redis cluster".formatted(index);
    return RedisProcess.server(name, binary, FreePort.find(), home, options);
  }

  /** The ports of the nodes, in their order. */
  public List<Integer> ports() {
    return nodes.stream().map(RedisProcess::port).toList();
  }

  /** The address for a client: {@code redis-cluster://127.0.0.1:port,127.0.0.1:port} and so on. */
  public String uri() {
    return ports().stream()
        .map(port -> "127.0.0.1:" + port)
        .collect(Collectors.joining(",", "redis-cluster://", ""));
  }

  /** A console of this node, for keys and channels that it has. */
  public RedisConsole console(int node) {
    return nodes.get(node).console();
  }

  /** A console of the node that has a key or channel now. */
  public RedisConsole consoleOf(String keyOrChannel) {
    return console(nodeOf(keyOrChannel));
  }

  /** The node that has the slot of a key or channel now. */
  public synchronized int nodeOf(String keyOrChannel) {
    return owners[slotOf(keyOrChannel)];
  }

  /** The slot of a key or channel. */
  public static int slotOf(String keyOrChannel) {
    return HashSlot.of(keyOrChannel);
  }

  /** Moves a slot with all its keys to this node, as an operator does, while clients go on. */
  public synchronized void migrateSlot(int slot, int toNode) {
    int fromNode = owners[slot];
    if (fromNode == toNode) {
      return;
    }
    new SlotMigration(nodes, slot, fromNode, toNode).run();
    owners[slot] = toNode;
  }

  /** Kills this node (SIGKILL) and returns when it is gone; does nothing if it is gone. */
  public synchronized void kill(int node) {
    nodes.get(node).kill();
  }

  /**
   * Starts this killed node with its data on its old port; returns when the whole cluster is well,
   * or at once if more nodes are down.
   *
   * @throws IllegalStateException if it is running, or the cluster closed
   */
  public synchronized void startAgain(int node) {
    if (closed) {
      throw new IllegalStateException("The embedded Redis cluster is closed");
    }
    nodes.get(node).startAgain();
    if (nodes.stream().allMatch(RedisProcess::isAlive)) {
      awaitWell();
    }
  }

  /** Kills all nodes and deletes their data; does nothing the second time. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      eachNode("Killing the nodes of the embedded Redis cluster", RedisProcess::kill);
    } finally {
      dir.delete();
    }
  }

  private synchronized void join() {
    for (int i = 0; i < SIZE; i++) {
      int first = HashSlot.COUNT * i / SIZE;
      int end = HashSlot.COUNT * (i + 1) / SIZE;
      Arrays.fill(owners, first, end, i);
      RedisConsole console = console(i);
      console.command("CLUSTER", "ADDSLOTSRANGE", "" + first, "" + (end - 1));
      console.command("CLUSTER", "SET-CONFIG-EPOCH", "" + (i + 1));
    }
    for (int i = 1; i < SIZE; i++) {
      console(0).command("CLUSTER", "MEET", "127.0.0.1", "" + ports().get(i), "" + busPorts.get(i));
    }
    awaitWell();
  }

  private void awaitWell() {
    Waiting.until(
        "Bringing the embedded Redis cluster together",
        LIMIT,
        () -> nodes.stream().allMatch(EmbeddedRedisCluster::isWell));
  }

  private static boolean isWell(RedisProcess node) {
    String info = node.console().text("CLUSTER", "INFO");
    return info.contains("cluster_state:ok")
        && info.contains("cluster_known_nodes:" + SIZE)
        && info.contains("cluster_slots_ok:" + HashSlot.COUNT);
  }

  private void eachNode(String step, Consumer<RedisProcess> action) {
    List<Callable<?>> parts = new ArrayList<>();
    for (RedisProcess node : nodes) {
      parts.add(
          () -> {
            action.accept(node);
            return null;
          });
    }
    Waiting.runAll(step, LIMIT, parts);
  }
}
