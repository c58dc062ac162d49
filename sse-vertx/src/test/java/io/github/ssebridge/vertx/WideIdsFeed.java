package io.github.ssebridge.vertx;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.ssebridge.IdWriter;
import io.github.ssebridge.LogWriter;
import io.github.ssebridge.PositionFormat;
import io.github.ssebridge.Replay;
import io.github.ssebridge.ReplayableFeed;
import io.github.ssebridge.SourcePosition;
import io.github.ssebridge.StartPoint;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A feed without events whose ids are so long that two of them are too long for one connection. */
final class WideIdsFeed implements ReplayableFeed {

  private static final String ID = "w".repeat(600);

  @Override
  public void start(LogWriter writer) {
    writer.openedAt(new WideIds(), new long[1], new long[1]);
  }

  @Override
  public void stop() {}

  @Override
  public void replay(Replay replay) {}

  @Override
  public CompletionStage<long[]> locate(StartPoint start) {
    return CompletableFuture.completedFuture(new long[1]);
  }

  private static final class WideIds implements PositionFormat, IdWriter {
    @Override
    public String write(long[] positions) {
      return ID;
    }

    @Override
    public IdWriter writer(long[] positions) {
      return this;
    }

    @Override
    public @Nullable SourcePosition read(String id) {
      return null;
    }

    @Override
    public boolean includes(long position, long reached) {
      return position >= reached;
    }

    @Override
    public long distance(long from, long to) {
      return Math.max(0, to - from);
    }

    @Override
    public void moveTo(int partition, long position) {}

    @Override
    public byte[] bytes() {
      return ID.getBytes(US_ASCII);
    }

    @Override
    public int length() {
      return ID.length();
    }
  }
}
