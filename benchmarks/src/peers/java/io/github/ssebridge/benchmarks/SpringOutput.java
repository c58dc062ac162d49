package io.github.ssebridge.benchmarks;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ReactiveHttpOutputMessage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A response that hands on what is to be flushed. Stateless. */
final class SpringOutput implements ReactiveHttpOutputMessage {

  private final HttpHeaders headers = new HttpHeaders();
  private final Consumer<Publisher<? extends DataBuffer>> blocks;

  SpringOutput(Consumer<Publisher<? extends DataBuffer>> blocks) {
    this.blocks = blocks;
  }

  @Override
  public DataBufferFactory bufferFactory() {
    return DefaultDataBufferFactory.sharedInstance;
  }

  @Override
  public void beforeCommit(Supplier<? extends Mono<Void>> action) {}

  @Override
  public boolean isCommitted() {
    return false;
  }

  @Override
  public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
    return Flux.from(body).doOnNext(blocks).then();
  }

  @Override
  public Mono<Void> setComplete() {
    return Mono.empty();
  }

  @Override
  public HttpHeaders getHeaders() {
    return headers;
  }
}
