package io.github.ssebridge;

import org.jspecify.annotations.Nullable;

/**
 * Events that a client does not get.
 *
 * @param reason why
 * @param from the position before the first missing event, null if unknown
 * @param to the position of the last missing event, null if unknown
 * @param count how many are missing, {@link #UNKNOWN} if nobody knows
 */
record Gap(GapReason reason, @Nullable String from, @Nullable String to, long count) {

  static final long UNKNOWN = -1;

  static Gap of(GapReason reason) {
    return new Gap(reason, null, null, UNKNOWN);
  }

  /** This gap for a reader of some keys: how many of the events had one of them is not known. */
  Gap ofSomeKeys() {
    return new Gap(reason, from, to, UNKNOWN);
  }
}
