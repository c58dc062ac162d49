package io.github.ssebridge.benchmarks;

import org.apache.pekko.http.scaladsl.model.sse.ServerSentEvent;
import org.apache.pekko.util.ByteString;
import scala.Option;
import scala.Some;

/** Pekko HTTP's encoder, which Scala hides and Java does not. Stateless. */
final class PekkoEncoder implements EventEncoder<ServerSentEvent> {

  private static final Option<Object> NO_RETRY = Option.empty();

  @Override
  public ServerSentEvent event(String id, String type, String data) {
    return new ServerSentEvent(data, new Some<>(type), new Some<>(id), NO_RETRY);
  }

  @Override
  public Object encode(ServerSentEvent event) {
    return event.encode();
  }

  @Override
  public byte[] bytes(Object encoded) {
    return ((ByteString) encoded).toArrayUnsafe();
  }
}
