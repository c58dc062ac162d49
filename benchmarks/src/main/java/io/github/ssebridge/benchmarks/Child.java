package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own that does what it is asked, by a {@link CommandLoop}. It ends when this is
 * closed, and with this process, since its standard input closes then. Owned by one thread.
 */
final class Child implements Peer {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final String GONE = "";

  private final String name;
  private final Process process;
  private final PrintStream in;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    this.in = new PrintStream(process.getOutputStream(), true, UTF_8);
    Thread reader = new Thread(this::readAnswers, name + "-answers");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts without waiting until it is ready. */
  static Child start(Class<?> main, List<String> jvmOptions, Object settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(main.getName(), Json.line(settings)));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return new Child(main.getSimpleName(), process);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + main.getSimpleName(), e);
    }
  }

  @Override
  public <T> T awaitReady(Class<T> type) {
    return nextAnswer("start", type, START_LIMIT);
  }

  @Override
  public <T> T ask(String command, Object argument, Class<T> type, Duration limit) {
    in.println(Json.line(new Call(command, Json.tree(argument))));
    return nextAnswer(command, type, limit);
  }

  @Override
  public void close() {
    in.close();
    try {
      if (!process.waitFor(3, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private <T> T nextAnswer(String command, Class<T> type, Duration limit) {
    Answer answer = Json.read(nextLine(command, limit), Answer.class);
    if (answer.value() == null) {
      throw new IllegalStateException(name + " failed to " + command + ": " + answer.failure());
    }
    return Json.convert(answer.value(), type);
  }

  private String nextLine(String command, Duration limit) {
    try {
      String line = answers.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null) {
        throw new IllegalStateException(
            name + " has not answered to " + command + " for " + limit.toSeconds() + " s");
      }
      if (line.equals(GONE)) {
        throw new IllegalStateException(name + " ended before it answered to " + command);
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " did " + command, e);
    }
  }

  private void readAnswers() {
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        answers.add(line);
      }
    } catch (IOException e) {
      // The process was ended while it was read from.
      answers.add(GONE);
      return;
    }
    answers.add(GONE);
  }
}
