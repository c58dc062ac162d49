package io.github.ssebridge.testkit;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real Redis server, a child process of this JVM; this object owns the process and its temporary
 * directory until {@link #close}.
 *
 * <p>It listens on 127.0.0.1 only and stores nothing: after {@link #kill} and {@link #startAgain}
 * it is empty. Safe for use by any thread; each call returns when what it says is done, or throws
 * an IllegalStateException after at most half a minute.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(1);
  private static final int TAIL_LINES = 10;
  private static final String WHAT = "the embedded Redis server";

  private final int port;
  private final TempDir dir;
  private final List<String> command;
  private Process process;
  private boolean closed;

  private EmbeddedRedis(int port, TempDir dir, List<String> extraArguments) {
    this.port = port;
    this.dir = dir;
    this.command = command(RedisBinary.provide(dir), port, dir, extraArguments);
    this.process = launch();
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
    FreePort.requireFree(port, WHAT);
    TempDir dir = TempDir.create("redis");
    try {
      return new EmbeddedRedis(port, dir, List.of(extraArguments));
    } catch (RuntimeException | Error e) {
      dir.delete();
      throw e;
    }
  }

  /** The port clients connect to; it stays the same for the life of this object. */
  public int port() {
    return port;
  }

  /** The address for a client: {@code redis://127.0.0.1:port}. */
  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** The process id of the server that runs, or ran last. */
  public synchronized long pid() {
    return process.pid();
  }

  /** Kills the process (SIGKILL) and returns when it is gone; does nothing if it is gone. */
  public synchronized void kill() {
    kill(process);
  }

  /**
   * Starts the killed server, empty, on its old port.
   *
   * @throws IllegalStateException if it is running or closed, or the port was taken meanwhile
   */
  public synchronized void startAgain() {
    if (closed || process.isAlive()) {
      throw new IllegalStateException(
          "The embedded Redis server on port %d is %s: only a killed one starts again"
              .formatted(port, closed ? "closed" : "running"));
    }
    FreePort.requireFree(port, WHAT);
    process = launch();
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

  private static List<String> command(
      Path binary, int port, TempDir dir, List<String> extraArguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(binary.toString(), "--port", String.valueOf(port)));
    command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
    command.addAll(List.of("--dir", dir.path().toString(), "--daemonize", "no"));
    command.addAll(extraArguments);
    return List.copyOf(command);
  }

  private Process launch() {
    Path output = dir.file("redis.log");
    Process started;
    try {
      started =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException e) {
      throw new IllegalStateException(
          "Cannot run %s: is java.io.tmpdir mounted noexec? (%s)"
              .formatted(command.get(0), e.getMessage()),
          e);
    }
    try {
      Waiting.until(
          "Starting the embedded Redis server on port " + port,
          LIMIT,
          () -> answers() || ended(started, output));
      return started;
    } catch (RuntimeException e) {
      kill(started);
      throw e;
    }
  }

  private static boolean ended(Process started, Path output) throws IOException {
    if (started.isAlive()) {
      return false;
    }
    List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
    String tail =
        String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    throw new IllegalStateException(
        "redis-server ended at once with exit code %d; its last words:%n%s"
            .formatted(started.exitValue(), tail));
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      int limit = (int) PROBE_LIMIT.toMillis();
      socket.connect(Loopback.at(port), limit);
      socket.setSoTimeout(limit);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
      return answer.equals("+PONG") || answer.equals("-NOAU");
    } catch (IOException e) {
      return false;
    }
  }

  private static void kill(Process process) {
    String step = "Killing the embedded Redis server";
    process.destroyForcibly();
    try {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw Waiting.tooLong(step, LIMIT);
      }
    } catch (InterruptedException e) {
      throw Waiting.interrupted(step, e);
    }
  }
}
