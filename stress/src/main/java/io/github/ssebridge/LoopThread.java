package io.github.ssebridge;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A reader loop whose tasks wait until a test runs them. */
final class LoopThread {

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  final ReaderLoop loop = ReaderLoop.on(tasks::add);

  void runAll() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }
}
