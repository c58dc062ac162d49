package io.github.ssebridge.redis;

import io.lettuce.core.RedisURI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A server that was chosen to connect to, and a way to ask whether it would be chosen again.
 *
 * @param uri the server
 * @param question asks anew each time
 */
record ChosenServer(RedisURI uri, Supplier<CompletionStage<Verdict>> question) {

  /** Whether it is still the right server. */
  enum Verdict {
    STILL,
    /** Those who choose are not there, or disagree. */
    UNKNOWN,
    REPLACED
  }

  /** One that nothing takes the place of, as far as this question goes. */
  static ChosenServer forGood(RedisURI uri) {
    return new ChosenServer(uri, () -> CompletableFuture.completedStage(Verdict.STILL));
  }
}
