package io.github.ssebridge.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One redis-server on a port of 127.0.0.1, a child process of this JVM that can be killed, started
 * again and held. Whoever made it owns the process and its directory, and makes one call at a time.
 */
final class RedisProcess {
  static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Duration PROBE_LIMIT = Duration.ofSeconds(1);
  private static final int TAIL_LINES = 10;

  private final String name;
  private final int port;
  private final Path output;
  private final List<String> command;
  private @Nullable Process process;

  private RedisProcess(String name, int port, Path output, List<String> command) {
    this.name = name;
    this.port = port;
    this.output = output;
    this.command = command;
  }

  /**
   * A server, not started yet, that stores nothing unless the options say otherwise.
   *
   * @param name what it is for messages, such as {@code the embedded Redis server}
   * @param options for redis-server; they hold before those of this class
   */
  static RedisProcess server(String name, Path binary, int port, Path dir, List<String> options) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(binary.toString(), "--port", String.valueOf(port)));
    command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
    command.addAll(List.of("--dir", dir.toString(), "--daemonize", "no"));
    command.addAll(options);
    return new RedisProcess(name, port, dir.resolve("redis.log"), List.copyOf(command));
  }

  /** A sentinel, not started yet, with this configuration file, which it writes to. */
  static RedisProcess sentinel(String name, Path binary, int port, Path configuration) {
    return new RedisProcess(
        name,
        port,
        configuration.resolveSibling("sentinel.log"),
        List.of(binary.toString(), configuration.toString(), "--sentinel"));
  }

  int port() {
    return port;
  }

  /** The process id of the server that runs, or ran last. */
  long pid() {
    return running().pid();
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  RedisConsole console() {
    return new RedisConsole(port);
  }

  /**
   * Starts the server and returns when it answers.
   *
   * @throws IllegalStateException if its port is taken, or it does not start
   */
  void start() {
    FreePort.requireFree(port, name);
    Process started = launch();
    process = started;
    try {
      Waiting.until(
          "Starting %s on port %d".formatted(name, port), LIMIT, () -> answers() || ended(started));
    } catch (RuntimeException e) {
      kill();
      throw e;
    }
  }

  /** Starts the killed server on its old port. */
  void startAgain() {
    if (isAlive()) {
      throw new IllegalStateException(
          "%s on port %d is running: only a killed one starts again".formatted(name, port));
    }
    start();
  }

  /** Kills the process (SIGKILL), a frozen one too, and returns when it is gone. */
  void kill() {
    if (process == null) {
      return;
    }
    String step = "Killing " + name;
    process.destroyForcibly();
    try {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw Waiting.tooLong(step, LIMIT);
      }
    } catch (InterruptedException e) {
      throw Waiting.interrupted(step, e);
    }
  }

  /** Holds the process (SIGSTOP): its connections stay, and nothing answers. */
  void freeze() {
    signal("STOP");
  }

  /** Lets a frozen process go on (SIGCONT). */
  void thaw() {
    signal("CONT");
  }

  private void signal(String signal) {
    String step = "Sending %s to %s".formatted(signal, name);
    if (!isAlive()) {
      throw new IllegalStateException(step + ": it is not running");
    }
    Waiting.run(
        step,
        LIMIT,
        () -> {
          Process kill =
              new ProcessBuilder("kill", "-" + signal, String.valueOf(pid())).inheritIO().start();
          if (kill.waitFor() != 0) {
            throw new IOException("kill ended with exit code " + kill.exitValue());
          }
          return null;
        });
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException(name + " was never started");
    }
    return process;
  }

  private Process launch() {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(output.toFile())
          .start();
    } catch (IOException e) {
      throw new IllegalStateException(
          "Cannot run %s: is java.io.tmpdir mounted noexec? (%s)"
              .formatted(command.get(0), e.getMessage()),
          e);
    }
  }

  private boolean ended(Process started) throws IOException {
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
    try (RespConnection connection = RespConnection.open(port, PROBE_LIMIT)) {
      connection.write("PING".getBytes(StandardCharsets.US_ASCII));
      connection.flush();
      return "PONG".equals(connection.read());
    } catch (IllegalStateException e) {
      // One that asks for a password is there; one that reads its file is not yet.
      return String.valueOf(e.getMessage()).startsWith("NOAUTH");
    } catch (IOException e) {
      return false;
    }
  }
}
