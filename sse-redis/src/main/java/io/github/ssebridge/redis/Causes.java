package io.github.ssebridge.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.Set;

/** What is behind the exceptions that Lettuce wraps into others. */
final class Causes {

  private static final Set<String> PASSING =
      Set.of(
          "MOVED",
          "ASK",
          "CLUSTERDOWN",
          "TRYAGAIN",
          "LOADING",
          "MASTERDOWN",
          "BUSY",
          "READONLY",
          "UNBLOCKED");
  private static final String TOO_MANY_CLIENTS = "ERR max number of clients";

  private Causes() {}

  /** The exception that all others come of. */
  static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** Whether Redis has answered, and does not want to, for now or at all. */
  static boolean isRefusal(Throwable failure) {
    return root(failure) instanceof RedisCommandExecutionException;
  }

  /** Whether a refusal is none of this user, but of how the servers are just now. */
  static boolean passes(Throwable refusal) {
    String text = text(refusal);
    return text.startsWith(TOO_MANY_CLIENTS) || PASSING.contains(text.split(" ", 2)[0]);
  }

  /** Whether a login or a right is missing, which does not come by itself. */
  static boolean isMissingRight(Throwable failure) {
    return isRefusal(failure) && !passes(failure);
  }

  /** What a log line says of it; never empty. */
  static String text(Throwable failure) {
    Throwable root = root(failure);
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
