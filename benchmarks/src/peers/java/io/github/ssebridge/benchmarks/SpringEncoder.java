package io.github.ssebridge.benchmarks;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.codec.ServerSentEventHttpMessageWriter;
import reactor.core.CoreSubscriber;

/**
 * Spring's writer in the middle of a long stream: it has been subscribed to once, and each event
 * that is pushed in comes out as the buffer that a server would write. Owned by the benchmark's
 * thread.
 */
final class SpringEncoder implements EventEncoder<ServerSentEvent<String>> {

  private static final ResolvableType TYPE =
      ResolvableType.forClassWithGenerics(ServerSentEvent.class, String.class);

  private final PushedFlux<ServerSentEvent<String>> events = new PushedFlux<>();
  private @Nullable DataBuffer written;

  SpringEncoder() {
    new ServerSentEventHttpMessageWriter()
        .write(events, TYPE, MediaType.TEXT_EVENT_STREAM, new SpringOutput(this::write), Map.of())
        .subscribe();
  }

  @Override
  public ServerSentEvent<String> event(String id, String type, String data) {
    return ServerSentEvent.<String>builder().id(id).event(type).data(data).build();
  }

  @Override
  public Object encode(ServerSentEvent<String> event) {
    events.push(event);
    return Objects.requireNonNull(written);
  }

  @Override
  public byte[] bytes(Object encoded) {
    DataBuffer buffer = (DataBuffer) encoded;
    byte[] bytes = new byte[buffer.readableByteCount()];
    buffer.read(bytes);
    return bytes;
  }

  private void write(Publisher<? extends DataBuffer> block) {
    block.subscribe(buffers);
  }

  private final CoreSubscriber<DataBuffer> buffers =
      new CoreSubscriber<>() {
        @Override
        public void onSubscribe(Subscription subscription) {
          subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(DataBuffer buffer) {
          written = buffer;
        }

        @Override
        public void onError(Throwable cause) {
          throw new IllegalStateException("Spring cannot encode an event", cause);
        }

        @Override
        public void onComplete() {}
      };
}
