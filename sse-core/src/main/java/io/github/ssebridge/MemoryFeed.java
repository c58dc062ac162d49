package io.github.ssebridge;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The feed of a stream that lives in this node alone: what is published is what is read. */
final class MemoryFeed implements EventFeed {

  // Publishers take turns under this monitor, since a log has one writer.
  private @Nullable LogWriter writer;

  @Override
  public synchronized void start(LogWriter to) {
    writer = to;
    to.opened();
  }

  @Override
  public synchronized void stop() {
    writer = null;
  }

  @Override
  public synchronized CompletionStage<Void> publish(@Nullable String key, ServerSentEvent event) {
    LogWriter.Appended appended =
        writer == null ? LogWriter.Appended.CLOSED : writer.append(key, event);
    return switch (appended) {
      case WRITTEN -> CompletableFuture.completedStage(null);
      case TOO_LARGE ->
          CompletableFuture.failedStage(
              new IllegalArgumentException("the event is longer than LogOptions.maxEventBytes"));
      case CLOSED ->
          CompletableFuture.failedStage(new IllegalStateException("the stream has ended"));
    };
  }
}
