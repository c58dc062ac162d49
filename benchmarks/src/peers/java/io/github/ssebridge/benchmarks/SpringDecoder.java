package io.github.ssebridge.benchmarks;

import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ReactiveHttpInputMessage;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.codec.ServerSentEventHttpMessageReader;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * Spring's reader in the middle of a long stream: it has been subscribed to once, and each chunk is
 * pushed in as a buffer around the bytes. Owned by one thread.
 */
final class SpringDecoder implements EventDecoder, CoreSubscriber<Object> {

  private static final ResolvableType TYPE =
      ResolvableType.forClassWithGenerics(ServerSentEvent.class, String.class);

  private final PushedFlux<DataBuffer> buffers = new PushedFlux<>();
  private final Sink sink;
  private @Nullable Throwable failure;

  SpringDecoder(Sink sink) {
    this.sink = sink;
    ServerSentEventHttpMessageReader reader = new ServerSentEventHttpMessageReader();
    reader.setMaxInMemorySize(-1);
    reader.read(TYPE, new Input(buffers), Map.of()).subscribe(this);
  }

  @Override
  public void decode(ChunkedBytes chunks, int events) {
    while (chunks.next() && failure == null) {
      ByteBuffer chunk = ByteBuffer.wrap(chunks.bytes(), chunks.from(), chunks.length());
      buffers.push(DefaultDataBufferFactory.sharedInstance.wrap(chunk));
    }
    if (events == ALL && failure == null) {
      buffers.complete();
    }
    if (failure != null) {
      throw new IllegalStateException("Spring cannot read the stream", failure);
    }
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(Object value) {
    ServerSentEvent<?> event = (ServerSentEvent<?>) value;
    if (event.retry() != null) {
      sink.onRetry(event.retry().toMillis());
    }
    // It also makes an event of a comment, which an application has to leave out.
    if (event.data() instanceof String data) {
      sink.onEvent(event.id(), event.event(), data);
    }
  }

  @Override
  public void onError(Throwable cause) {
    failure = cause;
  }

  @Override
  public void onComplete() {}

  private record Input(Flux<DataBuffer> body) implements ReactiveHttpInputMessage {

    @Override
    public Flux<DataBuffer> getBody() {
      return body;
    }

    @Override
    public HttpHeaders getHeaders() {
      return HttpHeaders.EMPTY;
    }
  }
}
