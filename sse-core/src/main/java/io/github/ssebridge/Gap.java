package io.github.ssebridge;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Events that a client does not get.
 *
 * @param reason why
 * @param from the position before the first missing event, null if unknown
 * @param to the position of the last missing event, null if unknown
 * @param count how many are missing, {@link #UNKNOWN} if nobody knows
 * @param partitions how many are missing of each partition of the source; empty if unknown
 */
record Gap(
    GapReason reason,
    @Nullable String from,
    @Nullable String to,
    long count,
    SortedMap<Integer, Long> partitions) {

  static final long UNKNOWN = -1;

  Gap(GapReason reason, @Nullable String from, @Nullable String to, long count) {
    this(reason, from, to, count, Collections.emptySortedMap());
  }

  static Gap of(GapReason reason) {
    return new Gap(reason, null, null, UNKNOWN);
  }

  /** This gap for a reader of some keys: how many of the events had one of them is not known. */
  Gap ofSomeKeys() {
    return new Gap(reason, from, to, UNKNOWN, partitions);
  }

  /** This gap in one partition of the source, which may be none. */
  Gap in(int partition) {
    return partition == SegmentPositions.NO_PARTITION || count == UNKNOWN
        ? this
        : new Gap(reason, from, to, count, new TreeMap<>(Map.of(partition, count)));
  }
}
