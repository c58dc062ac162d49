package io.github.ssebridge.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ssebridge.testkit.Eventually;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A proxy that runs in the foreground as a child process, with a configuration that the test has
 * written. The test's thread owns it.
 */
final class ProxyProcess implements AutoCloseable {

  private static final int LIMIT_SECONDS = 10;

  private final int port;
  private final Path log;
  private final List<String> command;
  private Process process;

  /**
   * Starts it; returns when it listens.
   *
   * @param program where it is
   * @param options its options, given the file with the configuration
   */
  ProxyProcess(
      File program,
      Function<Path, List<String>> options,
      Path dir,
      String configuration,
      int port) {
    this.port = port;
    log = dir.resolve("log");
    try {
      Path file = Files.writeString(dir.resolve("proxy.conf"), configuration);
      command = Stream.concat(Stream.of(program.toString()), options.apply(file).stream()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the configuration of " + program, e);
    }
    process = start();
  }

  private Process start() {
    Process started;
    try {
      started =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + command.get(0), e);
    }
    Eventually.until(() -> listens() || !started.isAlive());
    if (!started.isAlive()) {
      throw new IllegalStateException(command + " ended at once: " + said());
    }
    return started;
  }

  /** Where a path of the server is found behind this proxy. */
  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  int port() {
    return port;
  }

  /** Ends it with all its connections, and starts it again. */
  void restart() {
    stop();
    process = start();
  }

  /** Has it read its configuration again (SIGHUP). */
  void reload() {
    try {
      Process kill = new ProcessBuilder("kill", "-HUP", String.valueOf(process.pid())).start();
      kill.onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot signal " + command.get(0), e);
    }
  }

  /** What it has logged. */
  String said() {
    try {
      return Files.exists(log) ? Files.readString(log, UTF_8) : "";
    } catch (IOException e) {
      return e.toString();
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  private void stop() {
    List<ProcessHandle> workers = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
    workers.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    stop();
  }
}
