package io.github.ssebridge.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * A real Redis server, a child process of this JVM; this object owns the process and its temporary
 * directory until {@link #close}.
 *
 * <p>It listens on 127.0.0.1 only. One of {@link #start()} stores nothing: after {@link #kill} and
 * {@link #startAgain} it is empty. One of {@link #startPersistent} has everything it ever answered
 * for. Safe for use by any thread; each call returns when what it says is done, or throws an
 * IllegalStateException after at most half a minute.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final String WHAT = "the embedded Redis server";

  private final TempDir dir;
  private final RedisProcess process;
  private boolean closed;

  private EmbeddedRedis(TempDir dir, RedisProcess process) {
    this.dir = dir;
    this.process = process;
  }

  /** Starts an empty server on a free port. */
  public static EmbeddedRedis start() {
    return start(FreePort.find());
  }

  /**
   * Starts an empty server on this port.
   *
   * @param extraArguments more options for redis-server, such as {@code "--maxmemory", "10mb"}
   * @throws IllegalStateException if the port is taken, the server does not start, or there is none
   *     for this platform
   */
  public static EmbeddedRedis start(int port, String... extraArguments) {
    TempDir dir = TempDir.create("redis");
    try {
      RedisProcess process =
          RedisProcess.server(
              WHAT, RedisBinary.provide(dir), port, dir.path(), List.of(extraArguments));
      process.start();
      return new EmbeddedRedis(dir, process);
    } catch (RuntimeException | Error e) {
      dir.delete();
      throw e;
    }
  }

  /**
   * Starts an empty server on this port that has written to a file what it answers for, so that
   * {@link #startAgain} finds it; the rest is as in {@link #start(int, String...)}.
   */
  public static EmbeddedRedis startPersistent(int port, String... extraArguments) {
    List<String> arguments =
        new ArrayList<>(List.of("--appendonly", "yes", "--appendfsync", "always"));
    arguments.addAll(List.of(extraArguments));
    return start(port, arguments.toArray(String[]::new));
  }

  /** The port clients connect to; it stays the same for the life of this object. */
  public int port() {
    return process.port();
  }

  /** The address for a client: {@code redis://127.0.0.1:port}. */
  public String uri() {
    return "redis://127.0.0.1:" + port();
  }

  /** The process id of the server that runs, or ran last. */
  public synchronized long pid() {
    return process.pid();
  }

  /** Kills the process (SIGKILL) and returns when it is gone; does nothing if it is gone. */
  public synchronized void kill() {
    process.kill();
  }

  /**
   * Starts the killed server on its old port: empty, or with its data if it is persistent.
   *
   * @throws IllegalStateException if it is running or closed, or the port was taken meanwhile
   */
  public synchronized void startAgain() {
    if (closed) {
      throw new IllegalStateException(
          "The embedded Redis server on port %d is closed: only a killed one starts again"
              .formatted(port()));
    }
    process.startAgain();
  }

  /**
   * Holds the process (SIGSTOP) until {@link #thaw}: it accepts connections, keeps those it has,
   * and answers nothing.
   *
   * @throws IllegalStateException if it is not running
   */
  public synchronized void freeze() {
    process.freeze();
  }

  /**
   * Lets the frozen process go on (SIGCONT).
   *
   * @throws IllegalStateException if it is not running
   */
  public synchronized void thaw() {
    process.thaw();
  }

  /** Kills the process and deletes the temporary directory; does nothing the second time. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      kill();
    } finally {
      dir.delete();
    }
  }
}
