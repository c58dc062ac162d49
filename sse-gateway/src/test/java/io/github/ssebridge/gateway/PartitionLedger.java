package io.github.ssebridge.gateway;

import io.github.ssebridge.ServerSentEvent;
import org.jspecify.annotations.Nullable;

/**
 * Wants each record of a topic once, in the order of its partition, and no gap. Records say {@code
 * PARTITION:NUMBER:...}.
 */
final class PartitionLedger implements Ledger {

  private final long[] next;
  private long booked;

  PartitionLedger(int partitions) {
    this.next = new long[partitions];
  }

  @Override
  public @Nullable String book(ServerSentEvent event) {
    if (event.isControl()) {
      return event.toString();
    }
    String[] record = event.data().split(":", 3);
    int partition = Integer.parseInt(record[0]);
    long number = Long.parseLong(record[1]);
    long expected = next[partition];
    next[partition] = number + 1;
    booked++;
    return number == expected
        ? null
        : "record %s instead of %d, id %s".formatted(number, expected, event.id());
  }

  @Override
  public long reached() {
    return booked;
  }
}
