package io.github.ssebridge.benchmarks;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseEncoder;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Ours: {@link SseEncoder} into a buffer that is used again. Owned by the benchmark's thread. */
final class BridgeEncoder implements EventEncoder<ServerSentEvent> {

  private final SseEncoder encoder = new SseEncoder();
  private final ByteBuffer buffer = ByteBuffer.allocate(256 << 10);

  @Override
  public ServerSentEvent event(String id, String type, String data) {
    return new ServerSentEvent(id, type, data, null);
  }

  @Override
  public Object encode(ServerSentEvent event) {
    return written(encoder.encode(event, buffer.clear()));
  }

  @Override
  public Object encode(String id, String type, byte[] data) {
    return written(encoder.encode(id, type, data, buffer.clear()));
  }

  @Override
  public byte[] bytes(Object encoded) {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private ByteBuffer written(boolean fits) {
    if (!fits) {
      throw new IllegalStateException("no room in a buffer of " + buffer.capacity());
    }
    return buffer;
  }
}
