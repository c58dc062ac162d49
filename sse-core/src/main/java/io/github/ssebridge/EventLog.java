package io.github.ssebridge;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.security.SecureRandom;
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

  /** Ends an id that says: of this log, but what came before is not known. Never resumable. */
  private static final String UNKNOWN = "gap";

  private static final String ID_VERSION = "1";
  private static final char[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String idPrefix = ID_VERSION + "." + newEpoch() + ".";
  private final StreamOptions options;
  private final LongSupplier nanoClock;
  private final Audiences audiences = new Audiences();
  private final KeyViews views = new KeyViews(this);
  private final @Nullable LatestTable latest;

  // Written by the writer only.
  private volatile LogSegment[] segments;
  private volatile long oldest = 1;
  private volatile boolean opened;

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

  /** The readers of single keys. */
  KeyViews views() {
    return views;
  }

  /** The newest events of all keys; null if the stream does not want them. */
  @Nullable LatestTable latest() {
    return latest;
  }

  /** The time by which ages are told. */
  long nowMillis() {
    return NANOSECONDS.toMillis(nanoClock.getAsLong());
  }

  String idPrefix() {
    return idPrefix;
  }

  /** The id of a client that has seen all events before one. */
  String positionBefore(long sequence) {
    return idPrefix + (sequence - 1);
  }

  /**
   * The id of a client that has yet to be told of a gap: if it comes back with this one, because it
   * lost its connection before it was told, it is told then.
   */
  String positionBefore(Gap gap) {
    return gap.from() == null ? idPrefix + UNKNOWN : gap.from();
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
    int low = 0;
    int high = now.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (now[middle].firstSequence() <= sequence) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return now[low];
  }

  /** Where a client that comes with an id goes on; null stands for a client without one. */
  Resume resume(@Nullable String lastEventId) {
    long next = next();
    if (lastEventId == null) {
      return new Resume(next, false, null);
    }
    long wanted = sequenceAfter(lastEventId);
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

  private long sequenceAfter(String id) {
    int digits = id.length() - idPrefix.length();
    if (!id.startsWith(idPrefix) || digits < 1 || digits > 18) {
      return -1;
    }
    long seen = 0;
    for (int i = idPrefix.length(); i < id.length(); i++) {
      char c = id.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      seen = seen * 10 + (c - '0');
    }
    return seen + 1;
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
    long limit = nowMillis() - options.log().maxAgeMillis();
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

  private static String newEpoch() {
    long random = RANDOM.nextLong();
    char[] epoch = new char[8];
    for (int i = 0; i < epoch.length; i++) {
      epoch[i] = ALPHABET[(int) (random >>> (5 * i)) & 31];
    }
    return new String(epoch);
  }

  /**
   * Where a client goes on.
   *
   * @param next the first event it gets
   * @param resumed whether that is the one after its last
   * @param gap what it must be told, if anything
   */
  record Resume(long next, boolean resumed, @Nullable Gap gap) {}
}
