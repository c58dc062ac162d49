package io.github.ssebridge.benchmarks;

import com.launchdarkly.eventsource.LaunchDarklyParser;
import com.launchdarkly.eventsource.MessageEvent;
import java.io.InputStream;

/** LaunchDarkly's parser for okhttp. Owned by one thread. */
final class LaunchDarklyDecoder implements EventDecoder {

  // Large enough for the largest chunk that is compared.
  private static final int BUFFER_BYTES = 64 << 10;

  private final Sink sink;
  private final LaunchDarklyParser parser;
  private ChunkedBytes chunks = ChunkedBytes.of(new byte[0], 1);

  LaunchDarklyDecoder(Sink sink) {
    this.sink = sink;
    parser = new LaunchDarklyParser(new ChunksAsStream(), BUFFER_BYTES, sink::onRetry);
  }

  @Override
  public void decode(ChunkedBytes from, int events) {
    chunks = from;
    for (int i = 0; i < events; i++) {
      MessageEvent event = parser.next();
      if (event == null) {
        return;
      }
      sink.onEvent(event.getLastEventId(), event.getEventName(), event.getData());
    }
  }

  private final class ChunksAsStream extends InputStream {

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
      if (chunks.length() == 0 && !chunks.next()) {
        return -1;
      }
      int taken = Math.min(count, chunks.length());
      System.arraycopy(chunks.bytes(), chunks.from(), target, offset, taken);
      chunks.skip(taken);
      return taken;
    }
  }
}
