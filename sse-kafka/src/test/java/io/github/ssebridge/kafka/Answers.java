package io.github.ssebridge.kafka;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what brokers answer; holds no state. */
final class Answers {

  private static final long LIMIT_SECONDS = 20;

  private Answers() {}

  static <T> T get(Future<T> answer) {
    try {
      return answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the broker did not do it", e);
    }
  }
}
