package io.github.ssebridge.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A real Redis master, its replica, and sentinels that put the replica in the master's place when
 * that has not answered for a second: child processes of this JVM. This object owns them and their
 * temporary directory until {@link #close}.
 *
 * <p>They listen on 127.0.0.1 only and store nothing. Safe for use by any thread; each call returns
 * when what it says is done, or throws an IllegalStateException after at most a minute.
 */
public final class EmbeddedSentinel implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String GROUP = "mymaster";
  private static final String CONFIGURATION =
      """
      port %d
      bind 127.0.0.1
      dir %s
      sentinel monitor mymaster 127.0.0.1 %d 1
      sentinel down-after-milliseconds mymaster 1000
      sentinel failover-timeout mymaster 3000
      """;

  private final TempDir dir;
  private final RedisProcess first;
  private final RedisProcess second;
  private final List<RedisProcess> sentinels;
  private boolean failedOver;
  private boolean closed;

  private EmbeddedSentinel(TempDir dir, int sentinels) {
    this.dir = dir;
    Path binary = RedisBinary.provide(dir);
    int masterPort = FreePort.find();
    this.first = server("embedded Redis master", binary, masterPort, List.of());
    this.second =
        server(
            "embedded Redis replica",
            binary,
            FreePort.find(),
            List.of("--replicaof", "127.0.0.1", "" + masterPort));
    this.sentinels =
        IntStream.range(0, sentinels).mapToObj(i -> sentinel(i, binary, masterPort)).toList();
  }

  /** Starts a master, a replica that has caught up, and one sentinel. */
  public static EmbeddedSentinel start() {
    return start(1);
  }

  /** Starts a master, a replica that has caught up, and so many sentinels that know each other. */
  public static EmbeddedSentinel start(int sentinels) {
    if (sentinels < 1) {
      throw new IllegalArgumentException("There must be a sentinel or more: " + sentinels);
    }
    TempDir dir = TempDir.create("redis-sentinel");
    EmbeddedSentinel all;
    try {
      all = new EmbeddedSentinel(dir, sentinels);
    } catch (RuntimeException | Error e) {
      dir.delete();
      throw e;
    }
    try {
      all.startAll();
      return all;
    } catch (RuntimeException | Error e) {
      all.close();
      throw e;
    }
  }

  /** The address for a client: {@code redis-sentinel://127.0.0.1:port,...#mymaster}. */
  public String uri() {
    return sentinels.stream()
        .map(sentinel -> "127.0.0.1:" + sentinel.port())
        .collect(Collectors.joining(",", "redis-sentinel://", "#" + GROUP));
  }

  /** The port of the master: another one after a failover. */
  public synchronized int masterPort() {
    return master().port();
  }

  /** A console of the master. */
  public synchronized RedisConsole console() {
    return master().console();
  }

  /** A console of the server that a sentinel calls the master now, as clients find it. */
  public RedisConsole namedConsole() {
    return masterOf(sentinels.get(0)) == first.port() ? first.console() : second.console();
  }

  /** Returns when the replica has everything that the master has answered for until now. */
  public synchronized void awaitReplica() {
    if (failedOver || closed) {
      throw new IllegalStateException("There is no replica any more that could catch up");
    }
    long written = offset(first, "master_repl_offset");
    Waiting.until(
        "Bringing the embedded Redis replica up to date",
        LIMIT,
        () -> offset(second, "slave_repl_offset") >= written);
  }

  /**
   * Kills the master (SIGKILL) and returns when the replica is the master and every sentinel says
   * so. What the master had not sent to the replica is lost, see {@link #awaitReplica}.
   *
   * @throws IllegalStateException the second time: there is no other replica
   */
  public synchronized void failOver() {
    if (failedOver || closed) {
      throw new IllegalStateException("There is no replica any more to take the master's place");
    }
    first.kill();
    failedOver = true;
    awaitSecondInPlace();
  }

  /**
   * Has the replica take the place of a master that lives on ({@code SENTINEL FAILOVER}), and
   * returns when every sentinel names it. For some 10 s after that the old one still answers as a
   * master, until the sentinels make a replica of it.
   *
   * @throws IllegalStateException the second time
   */
  public void failOverAlive() {
    synchronized (this) {
      if (failedOver || closed) {
        throw new IllegalStateException("There is no replica any more to take the master's place");
      }
      sentinels.get(0).console().command("SENTINEL", "FAILOVER", GROUP);
    }
    // Meanwhile others may ask where the master is.
    awaitSecondInPlace();
    synchronized (this) {
      failedOver = true;
    }
  }

  private void awaitSecondInPlace() {
    Waiting.until(
        "Putting the embedded replica in its master's place",
        LIMIT,
        () ->
            isMaster(second)
                && sentinels.stream().allMatch(sentinel -> masterOf(sentinel) == second.port()));
  }

  /** Kills all processes and deletes their directory; does nothing the second time. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      // The sentinels first: they would begin to look for another master.
      sentinels.forEach(RedisProcess::kill);
      first.kill();
      second.kill();
    } finally {
      dir.delete();
    }
  }

  private RedisProcess master() {
    return failedOver ? second : first;
  }

  private void startAll() {
    first.start();
    second.start();
    Waiting.until(
        "Bringing the embedded Redis replica up to date",
        LIMIT,
        () ->
            replication(second).contains("master_link_status:up")
                && replication(first).contains("state=online"));
    sentinels.forEach(RedisProcess::start);
    Waiting.until(
        "Bringing the embedded sentinels together",
        LIMIT,
        () -> sentinels.stream().allMatch(this::knowsAll));
  }

  private boolean knowsAll(RedisProcess sentinel) {
    Map<String, String> master = fields(sentinel.console().list("SENTINEL", "MASTER", GROUP));
    List<?> replicas = sentinel.console().list("SENTINEL", "REPLICAS", GROUP);
    return replicas.size() == 1
        && replicas.get(0) instanceof List<?> replica
        && fields(replica).getOrDefault("master-link-status", "").equals("ok")
        && master.getOrDefault("num-other-sentinels", "").equals("" + (sentinels.size() - 1));
  }

  private static String replication(RedisProcess server) {
    return server.console().text("INFO", "replication");
  }

  private static long offset(RedisProcess server, String field) {
    return replication(server)
        .lines()
        .filter(line -> line.startsWith(field + ":"))
        .mapToLong(line -> Long.parseLong(line.substring(field.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("INFO has no " + field));
  }

  private static boolean isMaster(RedisProcess server) {
    try {
      return server.console().list("ROLE").get(0).equals("master");
    } catch (UncheckedIOException cut) {
      // The sentinels cut all connections of whom they make a master.
      return false;
    }
  }

  private static int masterOf(RedisProcess sentinel) {
    List<?> address = sentinel.console().list("SENTINEL", "GET-MASTER-ADDR-BY-NAME", GROUP);
    return Integer.parseInt(String.valueOf(address.get(1)));
  }

  private static Map<String, String> fields(List<?> words) {
    return IntStream.range(0, words.size() / 2)
        .boxed()
        .collect(
            Collectors.toMap(
                i -> String.valueOf(words.get(2 * i)), i -> String.valueOf(words.get(2 * i + 1))));
  }

  private RedisProcess server(String name, Path binary, int port, List<String> replication) {
    List<String> options = new ArrayList<>(replication);
    options.addAll(List.of("--repl-diskless-sync-delay", "0", "--repl-ping-replica-period", "1"));
    return RedisProcess.server(name, binary, port, directory(name), options);
  }

  private RedisProcess sentinel(int index, Path binary, int masterPort) {
    String name = "embedded Redis sentinel " + index;
    int port = FreePort.find();
    Path home = directory(name);
    Path file = home.resolve("sentinel.conf");
    try {
      Files.writeString(file, CONFIGURATION.formatted(port, home, masterPort));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
    return RedisProcess.sentinel(name, binary, port, file);
  }

  private Path directory(String name) {
    Path home = dir.file(name.replace(' ', '-'));
    try {
      return Files.createDirectory(home);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create " + home, e);
    }
  }
}
