package io.github.ssebridge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of some keys, and the announcements of gaps, in the order in which they came.
 *
 * <p>They do not stand next to each other in the log, so they are copied together for one write.
 */
class KeyCursor extends SourceCursor {

  static final long NOT_YET = Long.MAX_VALUE;

  // One for each key, and the last one for the announcements.
  final KeyView[] views;
  private final List<Seat> seats;

  // Reads the source again what the log has given up; null if that cannot be, or is not wanted.
  private final @Nullable Cursors returning;
  private boolean mustReplay;

  // The segment of `next`, or that ends there; the log may have given it up.
  private LogSegment place;

  // The number of the next event in each view, and its sequence.
  final long[] numbers;
  final long[] sequences;

  // What a poll reads ends here. The writer tells a view of an event before it publishes the next
  // one: so below this, no view lacks an event that comes before one that another view has.
  private long end;

  // The log gave up events that the views did not know, so that nobody can say how many.
  boolean uncounted;

  KeyCursor(
      EventLog log,
      long next,
      @Nullable SourceEra era,
      List<KeyView> views,
      List<Seat> seats,
      @Nullable Cursors returning) {
    super(log, next, era);
    this.views = views.toArray(new KeyView[0]);
    this.seats = seats;
    this.returning = returning;
    this.place = log.segmentOf(next);
    this.numbers = views.stream().mapToLong(view -> view.numberOf(next)).toArray();
    this.sequences = new long[numbers.length];
    // After the numbers: what the log still has now, the views have had then.
    this.uncounted = next < oldestKept();
  }

  @Override
  @Nullable LogSlice poll(int maxBytes) {
    while (true) {
      end = log.next();
      if (mustTell()) {
        return null;
      }
      LogSlice slice = gather(maxBytes);
      if (slice != null || mustStop()) {
        return slice;
      }
      // The log has given up the next event meanwhile, or a newer one stands in for it.
    }
  }

  private boolean mustStop() {
    boolean nothingIsLeft = sequences[nextView()] == NOT_YET;
    LogSegment last = log.segmentOf(end);
    if (nothingIsLeft && last.firstSequence() <= end) {
      // What it does not want has passed it by, so that it need not be looked at again.
      next = end;
      place = last;
    }
    return nothingIsLeft || mustTellOfNext();
  }

  @Override
  final void close() {
    seats.forEach(Seat::leave);
    for (KeyView view : views) {
      log.views().leave(view);
    }
  }

  /** Since which event nothing has been given up that this reader would get. */
  long oldestKept() {
    return log.oldest();
  }

  /** Goes to the next events; whether some have been left out, which the client must be told. */
  boolean mustTell() {
    long left = 0;
    for (int i = 0; i < views.length; i++) {
      long forgotten = skipForgotten(i);
      left += forgotten;
      // An announcement stands for any number of events.
      uncounted |= forgotten > 0 && isAnnouncements(i);
    }
    if (left == 0 && !uncounted) {
      return false;
    }
    mustReplay = returning != null;
    if (!mustReplay) {
      tellLapped(uncounted ? Gap.UNKNOWN : left);
    }
    uncounted = false;
    return true;
  }

  @Override
  Cursor successor() {
    return mustReplay && returning != null ? overtaken(returning, place) : this;
  }

  @Override
  boolean isInPlace() {
    return place.firstSequence() <= next;
  }

  @Override
  long[] positions() {
    return positionsIn(place);
  }

  @Override
  long bytesBefore() {
    return place.bytesBefore(next);
  }

  @Override
  Lag lag() {
    long now = log.next();
    long events = 0;
    long first = now;
    for (int i = 0; i < views.length; i++) {
      long pending = views[i].numberOf(now) - numbers[i];
      if (pending > 0) {
        events += pending;
        first = Math.min(first, views[i].sequenceOf(numbers[i]));
      }
    }
    return events == 0 ? Lag.NONE : new Lag(events, log.lagFrom(first).millis());
  }

  final void tellLapped(long count) {
    long oldest = Math.max(next, oldestKept());
    tell(GapReason.LAPPED, oldest, count);
    next = oldest;
  }

  /** Whether the client must be told of the next event, because it can no longer be had. */
  boolean mustTellOfNext() {
    return false;
  }

  /** Moves on to the oldest event that a view still has; returns how many that leaves out. */
  final long skipForgotten(int view) {
    long left = 0;
    do {
      long first = views[view].forget();
      left += Math.max(0, first - numbers[view]);
      numbers[view] = Math.max(numbers[view], first);
      sequences[view] = sequenceOf(view);
      // The writer may have forgotten it meanwhile.
    } while (sequences[view] == KeyView.FORGOTTEN);
    return left;
  }

  final boolean isAnnouncements(int view) {
    return view == views.length - 1;
  }

  /**
   * The number of the newest event of a view that this poll may read, or one less than the next.
   */
  final long newestNumber(int view) {
    return views[view].numberOf(end) - 1;
  }

  final long sequenceOf(int view) {
    long sequence = views[view].sequenceOf(numbers[view]);
    return sequence < end ? sequence : NOT_YET;
  }

  /** The view whose next event comes first. */
  final int nextView() {
    int first = 0;
    for (int i = 1; i < sequences.length; i++) {
      if (sequences[i] < sequences[first]) {
        first = i;
      }
    }
    return first;
  }

  @Nullable LogSlice gather(int maxBytes) {
    Batch batch = new Batch(maxBytes);
    int view = nextView();
    while (sequences[view] != KeyView.FORGOTTEN
        && sequences[view] < NOT_YET
        && add(sequences[view], batch)) {
      next = sequences[view] + 1;
      numbers[view]++;
      sequences[view] = sequenceOf(view);
      view = nextView();
    }
    return batch.toSlice();
  }

  /** Copies an event; false if there is no room for it, or it can no longer be had. */
  boolean add(long sequence, Batch batch) {
    LogSegment segment = log.segmentOf(sequence);
    if (sequence < log.oldest() || !segment.hold()) {
      return false;
    }
    boolean fits = batch.hasRoom(segment.sizeOf(sequence));
    if (fits) {
      batch.add(segment, sequence, sequence + 1);
      place = segment;
    }
    segment.release();
    return fits;
  }
}
