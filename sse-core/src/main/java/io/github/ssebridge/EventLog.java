package io.github.ssebridge;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The bounded, append-only log of one stream's events, already encoded, that all its subscribers
 * share.
 *
 * <p>One writer appends ({@link LogWriter}), any thread reads. Each reader is a {@link Cursor}; the
 * log knows none of them, only the audiences to wake: one for each thread that reads.
 */
final class EventLog {
  /*
   * The events lie in segments, oldest first, in an array that is replaced when a segment is added
   * or dropped. An event has a sequence number; that is all a cursor needs to find its bytes:
   *
   *   oldest                                            next
   *     |                                                |
   *   [ s1: 1 2 3 4 ] [ s2: 5 6 7 8 9 ] [ s3: 10 11 12 ..... ]
   *
   * The writer publishes in this order: bytes, ends, count (LogSegment.append), so a reader that
   * sees a count sees the events. It gives up an old event by raising `oldest`, and drops a segment
   * when `oldest` has left it. A reader that was about to read there either holds the segment
   * already, and reads on, or finds that it cannot: then its cursor is below `oldest`. Such a cursor
   * is lapped, which it finds out when it reads next.
   *
   * The memory of a dropped segment is used again when nobody holds it. A reader that stands still
   * holds nothing but what its socket has been given.
   */

  private final NumberedIds numbers = new NumberedIds();
  private final StreamOptions options;
  private final LongSupplier nanoClock;
  private final Audiences audiences = new Audiences();
  private final Audiences waiting = new Audiences();
  private final KeyViews views = new KeyViews(this);
  private final @Nullable LatestTable latest;
  private final Audiences tableReaders = new Audiences();

  // Written by the writer only.
  private volatile LogSegment[] segments;
  private volatile long oldest = 1;
  private volatile boolean opened;
  private volatile @Nullable SourceEra era;
  private volatile @Nullable SnapshotTable table;

  // Written by the hub, once.
  private volatile boolean ended;

  EventLog(StreamOptions options, LongSupplier nanoClock) {
    this.options = options;
    this.nanoClock = nanoClock;
    this.latest =
        options.overflow() == OverflowPolicy.LATEST ? new LatestTable(options.log()) : null;
    this.segments = new LogSegment[] {new LogSegment(1, 0, nowMillis(), new SegmentPool(-1))};
  }

  StreamOptions options() {
    return options;
  }

  /** The readers of all events. */
  Audiences audiences() {
    return audiences;
  }

  /** The readers that wait for something else than an event, such as the turn to have a replay. */
  Audiences waiting() {
    return waiting;
  }

  /** The readers of single keys. */
  KeyViews views() {
    return views;
  }

  /** The newest events of all keys; null if the stream does not want them. */
  @Nullable LatestTable latest() {
    return latest;
  }

  /** The newest event of each key; null if the stream has no such table, or is not open yet. */
  @Nullable SnapshotTable table() {
    return table;
  }

  /** Those that read the table, or wait until it is complete. */
  Audiences tableReaders() {
    return tableReaders;
  }

  /** The log's clock. */
  long nanoTime() {
    return nanoClock.getAsLong();
  }

  /** The time by which ages are told. */
  long nowMillis() {
    return NANOSECONDS.toMillis(nanoTime());
  }

  NumberedIds numbers() {
    return numbers;
  }

  /** What is known of the source if it can be read again; null if it cannot, or is not open yet. */
  @Nullable SourceEra era() {
    return era;
  }

  /** The id of a client that has seen all events before one; null if that is not known any more. */
  @Nullable String positionBefore(long sequence) {
    SourceEra now = era;
    if (now == null) {
      return numbers.before(sequence);
    }
    LogSegment segment = segmentOf(sequence);
    return sequence < Math.max(segment.firstSequence(), now.first)
        ? null
        : now.format().write(now.positionsBefore(segment, sequence));
  }

  /**
   * The id of a client that has yet to be told of a gap: if it comes back with this one, because it
   * lost its connection before it was told, it is told then. Null if there is none.
   */
  @Nullable String positionBefore(Gap gap) {
    return gap.from() == null && era == null ? numbers.beforeUnknown() : gap.from();
  }

  /** The oldest event kept. */
  long oldest() {
    return oldest;
  }

  /** The sequence that the next event gets. */
  long next() {
    LogSegment[] now = segments;
    return now[now.length - 1].endSequence();
  }

  /** How many events have been appended, and how many bytes they have. */
  Extent extent() {
    LogSegment[] now = segments;
    LogSegment last = now[now.length - 1];
    long end = last.endSequence();
    return new Extent(end - 1, last.bytesBefore(end));
  }

  /** How far a reader is behind that is yet to be handed what comes from an event on. */
  Lag lagFrom(long sequence) {
    LogSegment[] now = segments;
    long end = now[now.length - 1].endSequence();
    return sequence >= end ? Lag.NONE : new Lag(end - sequence, ageMillis(now, sequence));
  }

  /** How old an event is, or what comes after it if that is gone. */
  private long ageMillis(LogSegment[] now, long sequence) {
    LogSegment segment = segmentOf(now, sequence);
    return nowMillis() - segment.millisOf(Math.max(sequence, segment.firstSequence()));
  }

  boolean isOpened() {
    return opened;
  }

  /** Whether the hub has closed, so that nothing will come any more. */
  boolean isEnded() {
    return ended;
  }

  void end() {
    ended = true;
    signal();
  }

  /** The newest segment that begins at an event or before it; the oldest one if none does. */
  LogSegment segmentOf(long sequence) {
    return segmentOf(segments, sequence);
  }

  private static LogSegment segmentOf(LogSegment[] now, long sequence) {
    return now[indexOf(now, sequence)];
  }

  /** Where the newest segment stands that begins at an event or before it; 0 if none does. */
  static int indexOf(LogSegment[] now, long sequence) {
    int low = 0;
    int high = now.length - 1;
    // Most readers are in the newest segment.
    if (now[high].firstSequence() <= sequence) {
      return high;
    }
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (now[middle].firstSequence() <= sequence) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Where a client goes on that comes with an id, or without one. */
  Resume resume(@Nullable String lastEventId, StartPoint start) {
    long next = next();
    if (lastEventId == null) {
      return new Resume(start.equals(StartPoint.LATEST) ? next : sequenceAt(start), false, null);
    }
    long wanted = numbers.sequenceAfter(lastEventId);
    if (wanted < 1 || wanted > next) {
      return new Resume(next, false, Gap.of(GapReason.UNUSABLE_ID));
    }
    long kept = oldestForReturning();
    if (wanted < kept) {
      long count = latest == null ? kept - wanted : Gap.UNKNOWN;
      String from = positionBefore(wanted);
      return new Resume(kept, false, new Gap(GapReason.EXPIRED, from, positionBefore(kept), count));
    }
    return new Resume(wanted, true, null);
  }

  private long sequenceAt(StartPoint start) {
    Instant time = start.time();
    long before = oldestForReturning();
    if (time == null) {
      return before;
    }
    // The log's clock first, and a little earlier: rather one event too many than one too few.
    long now = nowMillis();
    long ageMillis = Duration.between(time, Instant.now()).toMillis();
    return Math.max(before, firstAfter(now - ageMillis - 2));
  }

  /** The oldest event that a client gets that comes back. */
  private long oldestForReturning() {
    if (latest != null) {
      return latest.complete();
    }
    if (options.log().maxAge().equals(LogOptions.NO_MAX_AGE)) {
      return oldest;
    }
    // A log that nothing is appended to may still have events that are too old.
    return firstAfter(nowMillis() - options.log().maxAgeMillis());
  }

  /** The first event that came after a time of the log's clock. */
  private long firstAfter(long limit) {
    LogSegment[] now = segments;
    long low = oldest;
    long high = now[now.length - 1].endSequence();
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (segmentOf(now, middle).millisOf(middle) <= limit) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Tells all readers that there may be something new. */
  void signal() {
    audiences.signal();
    views.signal();
    waiting.signal();
    tableReaders.signal();
  }

  // What follows is for the writer.

  LogSegment[] segments() {
    return segments;
  }

  void replaceSegments(LogSegment[] with) {
    segments = with;
  }

  void giveUpBefore(long sequence) {
    oldest = sequence;
  }

  void open() {
    opened = true;
  }

  void begin(SourceEra next) {
    SnapshotTable before = table;
    SnapshotOptions snapshot = options.snapshot();
    // First, so that who sees the era sees its table.
    table = snapshot == null ? null : new SnapshotTable(next, snapshot);
    SourceEra last = era;
    era = next;
    if (last != null) {
      last.followedBy(next);
    }
    if (before != null) {
      before.clear();
    }
  }

  /**
   * Where a client goes on.
   *
   * @param next the first event it gets
   * @param resumed whether that is the one after its last
   * @param gap what it must be told, if anything
   */
  record Resume(long next, boolean resumed, @Nullable Gap gap) {}

  /** How many events a log has been given, and how many bytes. */
  record Extent(long events, long bytes) {
    Extent plus(Extent other) {
      return new Extent(events + other.events, bytes + other.bytes);
    }
  }
}
