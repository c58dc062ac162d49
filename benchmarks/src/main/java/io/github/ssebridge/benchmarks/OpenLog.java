package io.github.ssebridge.benchmarks;

import io.github.ssebridge.EventFeed;
import io.github.ssebridge.EventHub;
import io.github.ssebridge.LogWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The log of a stream of the default size, open to be appended to. Owned by its thread. */
final class OpenLog implements EventFeed, AutoCloseable {

  private static final String STREAM = "prices";

  private final EventHub hub = EventHub.create().stream(STREAM, this);
  private @Nullable LogWriter writer;

  OpenLog() {
    hub.open(STREAM);
  }

  LogWriter writer() {
    return Objects.requireNonNull(writer, "the stream has not been opened");
  }

  @Override
  public void start(LogWriter started) {
    started.opened();
    writer = started;
  }

  @Override
  public void stop() {}

  @Override
  public void close() {
    hub.close();
  }
}
