package io.github.ssebridge.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import okhttp3.sse.internal.ServerSentEventReader;
import okio.Buffer;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * OkHttp's reader. Its chunks are copied into its segments, as they would be from a socket; more
 * than 8 KiB it reads in several. Owned by one thread.
 */
final class OkHttpDecoder implements EventDecoder, Source, ServerSentEventReader.Callback {

  private final Sink sink;
  private final ServerSentEventReader reader;
  private ChunkedBytes chunks = ChunkedBytes.of(new byte[0], 1);

  OkHttpDecoder(Sink sink) {
    this.sink = sink;
    reader = new ServerSentEventReader(Okio.buffer(this), this);
  }

  @Override
  public void decode(ChunkedBytes from, int events) {
    chunks = from;
    try {
      int left = events;
      while (left > 0 && reader.processNextEvent()) {
        left--;
      }
    } catch (EOFException e) {
      if (events != ALL) {
        throw new UncheckedIOException(e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long read(Buffer target, long count) {
    if (chunks.length() == 0 && !chunks.next()) {
      return -1;
    }
    int taken = (int) Math.min(count, chunks.length());
    target.write(chunks.bytes(), chunks.from(), taken);
    chunks.skip(taken);
    return taken;
  }

  @Override
  public void onEvent(@Nullable String id, @Nullable String type, String data) {
    // Null stands for the empty id, which is none.
    sink.onEvent(id == null ? "" : id, type, data);
  }

  @Override
  public void onRetryChange(long millis) {
    sink.onRetry(millis);
  }

  @Override
  public Timeout timeout() {
    return Timeout.NONE;
  }

  @Override
  public void close() {}
}
