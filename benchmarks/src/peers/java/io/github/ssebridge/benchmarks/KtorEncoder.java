package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ktor.sse.ServerSentEvent;

/**
 * Ktor's text of an event, and the line end and the bytes that its session makes of it. Stateless.
 */
final class KtorEncoder implements EventEncoder<ServerSentEvent> {

  @Override
  public ServerSentEvent event(String id, String type, String data) {
    return new ServerSentEvent(data, type, id, null, null);
  }

  @Override
  public Object encode(ServerSentEvent event) {
    return (event + "\r\n").getBytes(UTF_8);
  }

  @Override
  public byte[] bytes(Object encoded) {
    return (byte[]) encoded;
  }
}
