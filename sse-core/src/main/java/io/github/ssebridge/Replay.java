package io.github.ssebridge;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a source for clients whose positions are older than the log: a small log of its
 * own, which they read until the stream's log takes over.
 *
 * <p>The thread that the feed is called on owns it, but for what the clients call. It reads as fast
 * as the fastest client takes; one that falls out of the small log begins another replay.
 */
public final class Replay {

  /** How far the feed may be ahead of the fastest client. */
  static final int WINDOW_BYTES = 1 << 20;

  // What is kept for those that are slower.
  private static final long LOG_BYTES = 4 * WINDOW_BYTES;

  /** How many records a client may be ahead of the replay that it joins. */
  static final long NEAR = 100_000;

  // How long a replay may last, and how long its clients may take nothing, while others wait.
  private static final long SLICE_NANOS = 5_000_000_000L;
  private static final long PATIENCE_NANOS = 500_000_000L;
  private static final long PARK_NANOS = 20_000_000L;

  private final Replays replays;
  private final SourceEra era;
  private final PositionFormat format;
  private final long[] from;
  private final EventLog log;
  private final LogWriter writer;
  private final AtomicLong furthestBytes = new AtomicLong();
  private volatile long[] earliest = {};
  private volatile long ordinalOfEarliest = Gap.UNKNOWN;
  private volatile boolean over;
  private volatile @Nullable Thread parked;

  // Guarded by the monitor of the Replays.
  int members;

  // The feed's thread's own.
  private boolean begun;
  private long beganNanos;
  private long movedNanos;
  private long furthestSeen;
  private SourceEra.@Nullable Reached reachedSeen;

  Replay(Replays replays, String stream, SourceEra era, long[] from, EventLog log) {
    this.replays = replays;
    this.era = era;
    this.format = era.format();
    this.from = from;
    this.log = log;
    this.writer = new LogWriter(stream, log);
  }

  /**
   * How much is kept for clients that are slower than others; events may be as long as elsewhere.
   */
  static LogOptions bounds(int maxEventBytes) {
    return LogOptions.defaults()
        .withMaxBytes(Math.max(LOG_BYTES, 2L * maxEventBytes))
        .withMaxEventBytes(maxEventBytes);
  }

  /** From where the clients want to read; not to be written to. */
  public long[] from() {
    return from;
  }

  /** What the positions are of; partitions that it does not know are not to be read. */
  public PositionFormat format() {
    return format;
  }

  /** Appends the events. */
  public LogWriter writer() {
    return writer;
  }

  /**
   * The feed begins to append.
   *
   * @param readFrom from where: {@link #from()}, but for what is not there any more
   * @param oldest where the oldest records are that the source has
   */
  public void begin(long[] readFrom, long[] oldest) {
    begin(readFrom, oldest, Gap.UNKNOWN);
  }

  /**
   * Like {@link #begin(long[], long[])}, if positions do not say how many records there have been.
   *
   * @param before how many records the source has had before the oldest one, -1 if unknown
   */
  public void begin(long[] readFrom, long[] oldest, long before) {
    begun = true;
    beganNanos = replays.nanoTime();
    movedNanos = beganNanos;
    ordinalOfEarliest = before;
    earliest = oldest.clone();
    writer.openedAt(format, readFrom, readFrom);
    replays.waitingRoom().signal();
  }

  /**
   * Waits until the clients can take more; to be called before each event is appended.
   *
   * @return false if the replay is over
   */
  public boolean awaitDemand() {
    look();
    if (!over && !hasRoom()) {
      parked = Thread.currentThread();
      while (!over && !hasRoom()) {
        LockSupport.parkNanos(this, PARK_NANOS);
        look();
      }
      parked = null;
    }
    return !over;
  }

  /** Ends this if it can no longer serve its clients, or others wait and it is their turn. */
  private void look() {
    long now = replays.nanoTime();
    long furthest = furthestBytes.get();
    // It is not the clients' fault if there is nothing to take.
    if (furthest != furthestSeen || furthest >= writer.appendedBytes()) {
      furthestSeen = furthest;
      movedNanos = now;
    }
    signalProgress();
    // Partitions may have been added, or the source may be another one.
    boolean isOutdated = !era.format().equals(format) || !replays.isOf(era);
    // Its turn begins with the first event: whoever must wait for the source is not too slow.
    boolean hadItsTurn =
        begun && (now - beganNanos > SLICE_NANOS || now - movedNanos > PATIENCE_NANOS);
    if (isOutdated || (hadItsTurn && replays.isAwaited())) {
      end();
    }
  }

  /** Where no event came of what was read, the clients may have what they lack all the same. */
  private void signalProgress() {
    SourceEra mine = log.era();
    if (mine != null && !mine.reached().equals(reachedSeen)) {
      reachedSeen = mine.reached();
      log.signal();
    }
  }

  /** Whether nobody reads any more. */
  public boolean isOver() {
    look();
    return over;
  }

  private boolean hasRoom() {
    return writer.appendedBytes() - furthestBytes.get() < WINDOW_BYTES;
  }

  // What follows is called by clients and the pool.

  boolean hasEnded() {
    return over;
  }

  EventLog log() {
    return log;
  }

  void end() {
    over = true;
    LockSupport.unpark(parked);
    log.signal();
  }

  /** A client has read so many bytes of the log. */
  void hasRead(long bytes) {
    if (furthestBytes.get() < bytes) {
      furthestBytes.accumulateAndGet(bytes, Math::max);
      LockSupport.unpark(parked);
    }
  }

  /** Whether a client that is at these positions of a source finds here what it lacks, and soon. */
  boolean takes(SourceEra of, long[] at) {
    if (over || !era.equals(of)) {
      return false;
    }
    SourceEra mine = log.era();
    if (mine == null) {
      return era.includes(at, from) && era.distance(from, at) <= NEAR;
    }
    long next = log.next();
    long[] reached = mine.positionsBefore(log.segmentOf(next), next);
    return mine.distance(reached, at) <= NEAR && mine.find(log, afterExpired(at)) != null;
  }

  /** Where a client goes on that is at these positions: later if the source has less. */
  long[] afterExpired(long[] at) {
    long[] oldest = earliest;
    long[] result = at.clone();
    for (int i = 0; i < oldest.length; i++) {
      if (!format.includes(SourceEra.position(at, i), oldest[i])) {
        result = SegmentPositions.moved(result, i, oldest[i]);
      }
    }
    return result;
  }

  /** How many records the source has had up to where a client goes on, or unknown. */
  long ordinalAfterExpired(long[] at, long[] later, long ordinal) {
    return Arrays.equals(at, later) ? ordinal : ordinalOfEarliest;
  }

  /**
   * What a client must be told that was at some positions and goes on at others.
   *
   * @param ordinal how many records the source had had up to where the client was, or unknown
   */
  @Nullable Gap gapBetween(long[] at, long[] later, long ordinal) {
    if (!format.countsRecords()) {
      return uncountedGap(at, later, ordinal);
    }
    TreeMap<Integer, Long> lost = new TreeMap<>();
    long sum = 0;
    for (int i = 0; i < later.length; i++) {
      long count = format.distance(SourceEra.position(at, i), later[i]);
      if (count > 0) {
        lost.put(i, count);
        sum += count;
      }
    }
    String to = format.write(later);
    return sum == 0 ? null : new Gap(GapReason.EXPIRED, format.write(at), to, sum, lost);
  }

  private @Nullable Gap uncountedGap(long[] at, long[] later, long ordinal) {
    long before = ordinalOfEarliest;
    boolean isKnown = ordinal >= 0 && before >= ordinal;
    boolean isNothing = Arrays.equals(at, later) || (isKnown && before == ordinal);
    long count = isKnown ? before - ordinal : Gap.UNKNOWN;
    return isNothing
        ? null
        : new Gap(GapReason.EXPIRED, format.write(at), format.write(later), count);
  }
}
