package io.github.ssebridge.benchmarks;

import io.github.ssebridge.ServerSentEvent;

/** What applications write without a framework, by {@link HandWrittenEncoder}. Stateless. */
final class ByHandEncoder implements EventEncoder<ServerSentEvent> {

  @Override
  public ServerSentEvent event(String id, String type, String data) {
    return new ServerSentEvent(id, type, data, null);
  }

  @Override
  public Object encode(ServerSentEvent event) {
    return HandWrittenEncoder.encode(event);
  }

  @Override
  public byte[] bytes(Object encoded) {
    return (byte[]) encoded;
  }
}
