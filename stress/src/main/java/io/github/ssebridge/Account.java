package io.github.ssebridge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a client was sent, in order, and whether that is all that it was to get. */
final class Account {

  static final String ALL = "all";
  static final String WITH_GAPS = "all but what it was told of";

  private static final long UNKNOWN_GAP = 0;

  // Events by their sequences, gaps by their negative counts.
  private final List<Long> entries = new ArrayList<>();
  private String fault = "";

  void event(long sequence) {
    entries.add(sequence);
  }

  void gap(long count) {
    entries.add(-count);
  }

  void gapOfUnknownCount() {
    entries.add(UNKNOWN_GAP);
  }

  void fault(String found) {
    fault += " " + found;
  }

  /** Each of these events in order, or in its place a gap that counts it. */
  String verdict(long... wanted) {
    int at = 0;
    boolean skipping = false;
    for (long entry : entries) {
      if (entry <= 0) {
        at += (int) -entry;
        skipping |= entry == UNKNOWN_GAP;
        continue;
      }
      while (skipping && at < wanted.length && wanted[at] < entry) {
        at++;
      }
      skipping = false;
      if (at >= wanted.length || wanted[at++] != entry) {
        return wrong();
      }
    }
    return at == wanted.length && fault.isEmpty() ? right() : wrong();
  }

  /**
   * Each of these events in order, unless the table had no room for it and a gap in its place says
   * so. The others out of {@code total} may come; those that do not are counted.
   */
  String verdictOfNewest(long total, @Nullable LatestTable table, long... newest) {
    long accounted = 0;
    long last = 0;
    for (long entry : entries) {
      if (entry > 0 && entry <= last) {
        return wrong();
      }
      last = Math.max(last, entry);
      accounted += entry > 0 ? 1 : -entry;
    }
    long complete = Objects.requireNonNull(table).complete();
    boolean all =
        Arrays.stream(newest)
            .allMatch(n -> entries.contains(n) || (n < complete && isInUnknownGap(n)));
    boolean counted = accounted == total || entries.contains(UNKNOWN_GAP);
    return all && counted && fault.isEmpty() ? right() : wrong();
  }

  private boolean isInUnknownGap(long missing) {
    boolean found = false;
    for (long entry : entries) {
      if (entry > missing) {
        return found;
      }
      found = entry <= 0 && (found || entry == UNKNOWN_GAP);
    }
    return found;
  }

  private long gaps() {
    return entries.stream().filter(entry -> entry <= 0).count();
  }

  private String right() {
    return gaps() == 0 ? ALL : WITH_GAPS;
  }

  private String wrong() {
    return "WRONG: " + entries + fault;
  }
}
