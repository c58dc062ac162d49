package io.github.ssebridge.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.Set;

/** What is behind the exceptions that Lettuce wraps into others. */
final class Causes {

  private static final Set<String> PASSING =
      Set.of(
          "MOVED", "ASK", "CLUSTERDOWN", "TRYAGAIN", "LOADING", "MASTERDOWN", "BUSY", "UNBLOCKED");

  private Causes() {}

  /** The exception that all others come of. */
  static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** Whether Redis has answered, and does not want to: a login or a right is missing. */
  static boolean isRefusal(Throwable failure) {
    return root(failure) instanceof RedisCommandExecutionException;
  }

  /** Whether a refusal is none of this user, but of how the servers are just now. */
  static boolean passes(Throwable refusal) {
    return PASSING.contains(text(refusal).split(" ", 2)[0]);
  }

  /** What a log line says of it; never empty. */
  static String text(Throwable failure) {
    Throwable root = root(failure);
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
