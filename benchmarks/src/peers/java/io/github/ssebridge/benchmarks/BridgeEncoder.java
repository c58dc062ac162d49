package io.github.ssebridge.benchmarks;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseEncoder;
import java.util.Arrays;

/** Ours: {@link SseEncoder} into an array that is used again. Owned by the benchmark's thread. */
final class BridgeEncoder implements EventEncoder<ServerSentEvent> {

  private final SseEncoder encoder = new SseEncoder();
  private final byte[] target = new byte[256 << 10];
  private int end;

  @Override
  public ServerSentEvent event(String id, String type, String data) {
    return new ServerSentEvent(id, type, data, null);
  }

  @Override
  public Object encode(ServerSentEvent event) {
    return written(encoder.encode(event, target, 0));
  }

  @Override
  public Object encode(String id, String type, byte[] data) {
    return written(encoder.encode(id, type, data, target, 0));
  }

  @Override
  public boolean writesOver() {
    return true;
  }

  @Override
  public byte[] bytes(Object encoded) {
    return Arrays.copyOf(target, end);
  }

  private byte[] written(int newEnd) {
    if (newEnd == SseEncoder.NO_ROOM) {
      throw new IllegalStateException("no room in an array of " + target.length);
    }
    end = newEnd;
    return target;
  }
}
