package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What a child process does: one command after the other, each a line of JSON on standard input
 * that is answered by one on standard output, until the input closes. Owned by the main thread.
 */
final class CommandLoop {

  /** What a command does; a failure is told to the one who asked. */
  interface Command<A> {
    Object answer(A argument) throws Exception;
  }

  private interface LineCommand {
    Object answer(Call call) throws Exception;
  }

  private final Map<String, LineCommand> commands = new HashMap<>();

  <A> CommandLoop on(String name, Class<A> argument, Command<A> command) {
    commands.put(name, call -> command.answer(Json.convert(call.argument(), argument)));
    return this;
  }

  /** Says what the process has to say when it is ready, and answers until the process ends. */
  void run(Object ready) throws InterruptedException {
    PrintStream out = System.out;
    // Whatever a library prints must not come between the answers.
    System.setOut(System.err);
    say(out, Answer.of(ready));
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(lines), "commands");
    reader.setDaemon(true);
    reader.start();
    while (true) {
      say(out, answer(Json.read(lines.take(), Call.class)));
    }
  }

  /** On a thread of its own, so that the end is seen while a command takes its time. */
  private static void read(BlockingQueue<String> lines) {
    try {
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      e.printStackTrace(System.err);
    }
    // Without waiting for threads that may be stuck: there is nobody left to measure for.
    Runtime.getRuntime().halt(0);
  }

  /** Does one command. */
  Answer answer(Call call) {
    LineCommand command = commands.get(call.command());
    if (command == null) {
      return Answer.failed(new IllegalArgumentException("no command " + call.command()));
    }
    try {
      return Answer.of(command.answer(call));
    } catch (Exception e) {
      e.printStackTrace(System.err);
      return Answer.failed(e);
    }
  }

  private static void say(PrintStream out, Answer answer) {
    out.println(Json.line(answer));
    out.flush();
  }
}
