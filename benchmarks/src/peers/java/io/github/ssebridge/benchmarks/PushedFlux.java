package io.github.ssebridge.benchmarks;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/** Values that a benchmark pushes to one subscriber, which must be ready. Owned by its thread. */
final class PushedFlux<T> extends Flux<T> implements Subscription {

  private @Nullable CoreSubscriber<? super T> subscriber;
  private long requested;

  @Override
  public void subscribe(CoreSubscriber<? super T> actual) {
    subscriber = actual;
    actual.onSubscribe(this);
  }

  void push(T value) {
    if (requested == 0) {
      throw new IllegalStateException("the subscriber has not asked for more");
    }
    if (requested != Long.MAX_VALUE) {
      requested--;
    }
    Objects.requireNonNull(subscriber).onNext(value);
  }

  void complete() {
    Objects.requireNonNull(subscriber).onComplete();
  }

  @Override
  public void request(long count) {
    requested = count == Long.MAX_VALUE ? count : requested + count;
  }

  @Override
  public void cancel() {
    requested = 0;
  }
}
