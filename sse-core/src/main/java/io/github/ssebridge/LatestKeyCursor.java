package io.github.ssebridge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the newest event of each of some keys, and all announcements of gaps. */
final class LatestKeyCursor extends KeyCursor {

  private final LatestTable table;

  // Events that newer ones stand in for, and that the client has not been told of yet.
  private long conflated;

  // Whether the log has given up events of the keys before their views were opened.
  private boolean conflationUncounted;

  // Told, and nothing read since: so the next events may be read, although they may have been
  // superseded again.
  private boolean told;

  LatestKeyCursor(
      EventLog log,
      long next,
      @Nullable SourceEra era,
      List<KeyView> views,
      List<Seat> seats,
      LatestTable table) {
    super(log, next, era, views, seats, null);
    this.table = table;
    this.conflationUncounted = next < log.oldest();
  }

  @Override
  long oldestKept() {
    LatestTable latest = log.latest();
    return latest == null ? log.oldest() : latest.complete();
  }

  @Override
  boolean mustTell() {
    for (int i = 0; i < views.length; i++) {
      long forgotten = skipForgotten(i);
      if (isAnnouncements(i)) {
        uncounted |= forgotten > 0;
      } else {
        conflated += forgotten + (told ? 0 : skipToNewest(i));
      }
    }
    if (uncounted) {
      uncounted = false;
      tellLapped(Gap.UNKNOWN);
      return true;
    }
    if (told || (conflated == 0 && !conflationUncounted)) {
      return false;
    }
    long first = sequences[nextView()];
    tell(
        GapReason.CONFLATED,
        first == NOT_YET ? next : Math.max(next, first),
        conflationUncounted ? Gap.UNKNOWN : conflated);
    told = true;
    conflated = 0;
    conflationUncounted = false;
    return true;
  }

  private long skipToNewest(int view) {
    long skipped = Math.max(0, newestNumber(view) - numbers[view]);
    numbers[view] += skipped;
    sequences[view] = sequenceOf(view);
    return skipped;
  }

  @Override
  @Nullable LogSlice gather(int maxBytes) {
    told = false;
    return super.gather(maxBytes);
  }

  @Override
  boolean add(long sequence, Batch batch) {
    if (super.add(sequence, batch)) {
      return true;
    }
    KeptEvents.Kept kept = table.kept(sequence);
    if (kept == null || !batch.hasRoom(kept.block().length)) {
      return false;
    }
    batch.add(kept.block());
    return true;
  }

  @Override
  boolean mustTellOfNext() {
    int view = nextView();
    long sequence = sequences[view];
    boolean superseded = !isAnnouncements(view) && newestNumber(view) > numbers[view];
    if (superseded || sequence >= table.complete() || table.kept(sequence) != null) {
      return false;
    }
    tell(GapReason.LAPPED, sequence + 1, isAnnouncements(view) ? Gap.UNKNOWN : 1);
    next = sequence + 1;
    numbers[view]++;
    return true;
  }
}
