package io.github.ssebridge.benchmarks;

import io.github.ssebridge.ServerSentEvent;
import java.util.BitSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which records a client has got, and how often it was wrong. Confined to the thread that reads.
 */
final class RecordsSeen {

  private final int records;
  private final BitSet seen;
  private int missing;
  private long twice;
  private long gaps;
  private @Nullable String firstGap;

  /** Those of a client that lacks all of so many. */
  RecordsSeen(int records) {
    this(records, new BitSet(records));
  }

  private RecordsSeen(int records, BitSet seen) {
    this.records = records;
    this.seen = seen;
    this.missing = records - seen.cardinality();
  }

  /** The same for another client, who has got the same and comes back. */
  RecordsSeen another() {
    return new RecordsSeen(records, (BitSet) seen.clone());
  }

  /** Takes an event of the stream; the number of its record, -1 if it is the bridge's own. */
  int take(ServerSentEvent event) {
    if (event.type().equals("sse:gap")) {
      gaps++;
      firstGap = firstGap == null ? event.data() : firstGap;
    }
    if (event.isControl()) {
      return -1;
    }
    int number = RecordText.number(event.data());
    take(number);
    return number;
  }

  void take(int number) {
    if (number >= records || seen.get(number)) {
      twice++;
    } else {
      seen.set(number);
      missing--;
    }
  }

  int missing() {
    return missing;
  }

  boolean isComplete() {
    return missing == 0;
  }

  Faults faults() {
    String gap = firstGap == null ? null : String.format(Locale.ROOT, "gap %s", firstGap);
    return new Faults(0, twice, gaps, missing, 0, gap);
  }
}
