package io.github.ssebridge.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A child process whose output is read line by line, on a thread of its own. */
final class LineProcess implements AutoCloseable {

  private final Process process;

  private LineProcess(Process process) {
    this.process = process;
  }

  /** Starts it; its errors go where those of the tests go. */
  static LineProcess start(Path directory, List<String> command, Consumer<String> lines) {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(new File(directory.toString()))
              .redirectError(Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + command.get(0), e);
    }
    Thread reader = new Thread(() -> read(process, lines), command.get(0));
    reader.setDaemon(true);
    reader.start();
    return new LineProcess(process);
  }

  private static void read(Process process, Consumer<String> lines) {
    try (BufferedReader output = process.inputReader(UTF_8)) {
      output.lines().forEach(lines);
    } catch (IOException | UncheckedIOException killed) {
      // It has been closed.
      return;
    }
  }

  /** Kills it, and what it has started. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
