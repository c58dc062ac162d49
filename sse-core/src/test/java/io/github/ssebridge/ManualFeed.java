package io.github.ssebridge;

import java.util.ArrayList;
import java.util.List;

/** A feed that a test drives by hand. */
final class ManualFeed implements EventFeed {
  final List<LogWriter> writers = new ArrayList<>();
  int stops;
  boolean faulty;

  @Override
  public synchronized void start(LogWriter writer) {
    if (faulty) {
      throw new IllegalStateException("no thread");
    }
    writers.add(writer);
  }

  @Override
  public synchronized void stop() {
    stops++;
  }

  synchronized int stops() {
    return stops;
  }
}
