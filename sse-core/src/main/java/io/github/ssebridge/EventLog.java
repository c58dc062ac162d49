package io.github.ssebridge;

import java.security.SecureRandom;
import java.util.Arrays;
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
   * when `oldest` has left it. A reader that was about to read there still may: the memory is never
   * written again, and it lives as long as somebody holds it. A cursor below `oldest` is lapped,
   * which it finds out when it reads next.
   *
   * Nothing leads from an old segment to a newer one. So a reader that stands still keeps one
   * segment alive, not all that came after it.
   */

  /** Ends an id that says: of this log, but what came before is not known. Never resumable. */
  private static final String UNKNOWN = "gap";

  private static final String ID_VERSION = "1";
  private static final char[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String idPrefix = ID_VERSION + "." + newEpoch() + ".";
  private final LogOptions options;

  // Written by the writer only.
  private volatile LogSegment[] segments;
  private volatile long oldest = 1;
  private volatile boolean opened;

  // Written by the hub, once.
  private volatile boolean ended;

  // Written under this log's monitor, when an audience comes or goes.
  private volatile Audience[] audiences = {};

  EventLog(LogOptions options) {
    this.options = options;
    this.segments = new LogSegment[] {new LogSegment(1, 0)};
  }

  LogOptions options() {
    return options;
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
    LogSegment[] now = segments;
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
    long kept = oldest;
    if (wanted < kept) {
      return new Resume(kept, false, gap(GapReason.EXPIRED, wanted, kept));
    }
    return new Resume(wanted, true, null);
  }

  /** The gap of a reader that wanted one event and gets a later one. */
  Gap gap(GapReason reason, long wanted, long got) {
    return new Gap(reason, positionBefore(wanted), positionBefore(got), got - wanted);
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

  /** The audience of a thread, made if it has none; called on that thread. */
  synchronized Audience audience(ReaderLoop loop) {
    for (Audience audience : audiences) {
      if (audience.loop() == loop) {
        return audience;
      }
    }
    Audience[] more = Arrays.copyOf(audiences, audiences.length + 1);
    Audience made = new Audience(loop);
    more[audiences.length] = made;
    audiences = more;
    return made;
  }

  /** Forgets the audience of a thread that has no reader left; called on that thread. */
  synchronized void forget(Audience gone) {
    audiences =
        Arrays.stream(audiences).filter(audience -> audience != gone).toArray(Audience[]::new);
  }

  /** Tells all audiences, once until they have read, that there is something new. */
  void signal() {
    for (Audience audience : audiences) {
      audience.signal();
    }
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
