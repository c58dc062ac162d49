package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads for a client that comes with a position of another log, such as another node's, until it
 * has got exactly what this log's own readers have got.
 */
final class ReturningCursor extends SourceCursor {
  /*
   * Each node has the events of one partition in the same order, but those of several partitions in
   * an order of its own. So what the client has got is scattered over the place where it goes on:
   *
   *   this log   p0:7  p1:3  p0:8  p1:4  p2:5  p0:9  p1:5  p2:6
   *   got         x     x     x           x                       the client is at p0:8 p1:3 p2:5
   *                          begin here ^ or before
   *
   * It begins where the log has reached nothing that the client lacks, and skips what the client has
   * got. Until the log has reached all that the client has, the ids of the log do not say where the
   * client is, so events get ids of their own.
   */

  private static final byte[] ID = "id: ".getBytes(US_ASCII);

  // How many events are looked at before other readers have their turn.
  private static final int MOST_IN_A_POLL = 4096;

  private final Cursors cursors;
  private final SourceEra era;
  private final List<Seat> seats;
  private final Set<Key> keys;

  // Where the client is, and where the log is before the next event.
  private long[] at;
  private long[] reached;

  // How many records the source has had up to where the client is, or unknown.
  private long ordinal;
  private boolean merged;
  private boolean lapped;
  private boolean foundAnotherSource;
  private int leftInPoll;
  private final int looksBefore;

  ReturningCursor(
      Cursors cursors,
      EventLog log,
      SourceEra era,
      long[] at,
      long ordinal,
      SourceEra.Place place) {
    super(log, place.next(), era);
    this.cursors = cursors;
    this.era = era;
    // Woken by events, and by looks at where the source ends.
    this.seats = List.of(cursors.seat(log), cursors.seat(log.waiting()));
    this.keys = cursors.keys();
    this.at = at;
    this.ordinal = ordinal;
    this.reached = place.reached();
    this.merged = isMerged();
    this.looksBefore = era.look().number();
  }

  @Override
  @Nullable LogSlice poll(int maxBytes) {
    Batch batch = new Batch(maxBytes);
    boolean goesOn = !isSettled() || !keys.isEmpty();
    leftInPoll = MOST_IN_A_POLL;
    while (goesOn && leftInPoll > 0) {
      goesOn = readSegment(batch) && !isDone();
    }
    if (leftInPoll == 0 && batch.isEmpty()) {
      cursors.wakeAgain();
    }
    return batch.toSlice();
  }

  @Override
  Cursor successor() {
    if (lapped) {
      return cursors.replaying(era, at, ordinal);
    }
    if (foundAnotherSource) {
      return cursors.afterReset(position());
    }
    boolean isDoneHere = isDone() && cursors.isMain(log);
    return isDoneHere || isAtNextEra() ? cursors.goOn(era, next, at) : this;
  }

  @Override
  void close() {
    seats.forEach(Seat::leave);
  }

  @Override
  String position() {
    return era.format().write(at, ordinal);
  }

  @Override
  long ordinal() {
    return ordinal;
  }

  @Override
  long[] positions() {
    return at;
  }

  @Override
  boolean isMerged() {
    return merged || era.includes(reached, at);
  }

  @Override
  long bytesBefore() {
    LogSegment segment = log.segmentOf(next);
    return segment.firstSequence() <= next ? segment.bytesBefore(next) : 0;
  }

  /** A reader of keys goes on like this to the end of the log, so as not to be lapped before. */
  private boolean isDone() {
    return isSettled() && (keys.isEmpty() || log.latest() != null || next == log.next());
  }

  /**
   * Whether the ids of the log are as good as those that this writes: in a replay they do not say
   * how many records there have been, if only the client knows.
   */
  private boolean isSettled() {
    return merged && (ordinal == Gap.UNKNOWN || cursors.isMain(log));
  }

  /** Not by where the log ends, which may have moved on between two looks at it. */
  private boolean isAtNextEra() {
    SourceEra following = era.following();
    return following != null && next == following.first && next < log.next();
  }

  /** Before which event those end whose positions are of the client's source. */
  private long endOfEra() {
    // First: what is before that is of this era, if it is the newest one still.
    long end = log.next();
    SourceEra following = era.following();
    return following == null ? end : following.first;
  }

  /** Whether there is more to read than what this has read. */
  private boolean readSegment(Batch batch) {
    long end = endOfEra();
    if (next >= end) {
      if (batch.isEmpty()) {
        settle();
      }
      return false;
    }
    LogSegment segment = log.segmentOf(next);
    if (next < log.oldest() || segment.firstSequence() > next || !segment.hold()) {
      lapped = true;
      return false;
    }
    try {
      return read(segment, Math.min(end, segment.endSequence()), batch);
    } finally {
      segment.release();
    }
  }

  private boolean read(LogSegment segment, long end, Batch batch) {
    while (next < end && leftInPoll > 0 && !isDone()) {
      int partition = segment.partitionOf(next);
      long position = segment.positionAfter(next);
      boolean isNews =
          partition == SegmentPositions.NO_PARTITION
              || !era.format().includes(SourceEra.position(at, partition), position);
      if (isNews && isBeyondClient(partition) && !checkSource(partition, batch)) {
        return false;
      }
      if (isNews && isWanted(segment.keyOf(next)) && !add(segment, partition, position, batch)) {
        return false;
      }
      if (partition != SegmentPositions.NO_PARTITION) {
        pass(partition, position, isNews, segment.keyOf(next));
      }
      next++;
      leftInPoll--;
    }
    return true;
  }

  private void pass(int partition, long position, boolean isNews, Key key) {
    boolean wasBehind = isBehind(partition);
    reached = SegmentPositions.moved(reached, partition, position);
    if (isNews) {
      at = SegmentPositions.moved(at, partition, position);
      ordinal = ordinalAfter(key);
    }
    if (!merged && wasBehind && !isBehind(partition)) {
      merged = isMerged();
    }
  }

  /** A gap may stand for any number of records. */
  private long ordinalAfter(Key key) {
    boolean isKnown = ordinal != Gap.UNKNOWN && !key.equals(Key.ANNOUNCEMENT);
    return isKnown ? ordinal + 1 : Gap.UNKNOWN;
  }

  /** Whether the log has yet to reach what the client has of a partition. */
  private boolean isBehind(int partition) {
    long mine = SourceEra.position(at, partition);
    return !era.format().includes(SourceEra.position(reached, partition), mine);
  }

  /** Adds an event to what is delivered; false if it must wait. */
  private boolean add(LogSegment segment, int partition, long position, Batch batch) {
    long[] then = at;
    if (partition != SegmentPositions.NO_PARTITION) {
      long mine = SourceEra.position(at, partition);
      if (era.format().distance(mine, position) == 0) {
        if (batch.isEmpty()) {
          tellOfCut(partition);
        }
        return false;
      }
      boolean isGap = segment.keyOf(next).equals(Key.ANNOUNCEMENT);
      if (isGap && era.format().distance(SourceEra.position(reached, partition), mine) > 0) {
        return batch.isEmpty() && tellOfRest(partition, position);
      }
      // Copied, since it belongs to whoever waits here.
      then = SegmentPositions.moved(at.clone(), partition, position);
    }
    long count =
        partition == SegmentPositions.NO_PARTITION ? ordinal : ordinalAfter(segment.keyOf(next));
    byte[] id = era.format().write(then, count).getBytes(US_ASCII);
    byte[] block = withId(segment.copyOf(next), id);
    if (!batch.hasRoom(block.length)) {
      return false;
    }
    batch.add(block);
    return true;
  }

  /** Records are missing, but the client has got some of them elsewhere. */
  private boolean tellOfRest(int partition, long position) {
    String before = position();
    PositionFormat format = era.format();
    long count =
        format.countsRecords()
            ? format.distance(SourceEra.position(at, partition), position)
            : Gap.UNKNOWN;
    at = SegmentPositions.moved(at.clone(), partition, position);
    ordinal = Gap.UNKNOWN;
    Gap gap = new Gap(GapReason.EXPIRED, before, position(), count).in(partition);
    tell(keys.isEmpty() ? gap : gap.ofSomeKeys());
    return false;
  }

  /** The source was cut before where the client is, and has been written to again since. */
  private void tellOfCut(int partition) {
    String before = position();
    // No longer at what is not there any more.
    long there = SourceEra.position(reached, partition);
    at = SegmentPositions.moved(at.clone(), partition, there);
    ordinal = Gap.UNKNOWN;
    tell(new Gap(GapReason.SOURCE_RESET, before, position(), Gap.UNKNOWN).in(partition));
    merged = isMerged();
  }

  /** Whether the log goes on beyond the client although it has not come to where the client is. */
  private boolean isBeyondClient(int partition) {
    return partition != SegmentPositions.NO_PARTITION
        && isBehind(partition)
        // A format may have positions that do not even include themselves.
        && SourceEra.position(reached, partition) != SourceEra.position(at, partition);
  }

  /**
   * Asks whether the client's position is one of the source as it is, now that there is something
   * beyond it: when the client came, there may have been nothing that said otherwise. If not, the
   * client is told so once it has got the batch.
   */
  private boolean checkSource(int partition, Batch batch) {
    SourcePosition now = cursors.isMain(log) ? era.format().read(position()) : null;
    boolean isReplaced = now != null && now.isOfReplacedSource();
    boolean isCut = now != null && now.isOfCutSource();
    foundAnotherSource = isReplaced && batch.isEmpty();
    if (isCut && batch.isEmpty()) {
      tellOfCut(partition);
    }
    return !isReplaced && !isCut;
  }

  private boolean isWanted(Key key) {
    return keys.isEmpty() || key.equals(Key.ANNOUNCEMENT) || keys.contains(key);
  }

  /** At the end of the log: the source may have been read further without an event. */
  private void settle() {
    SourceEra.Reached now = era.reached();
    if (now.next() == next) {
      reached = now.positions().clone();
      catchUp();
      merged = isMerged();
    }
    SourceEra.Look look = era.look();
    // Two looks, since the first one may have begun before the client got what it has got.
    if (!merged && look.number() >= looksBefore + 2) {
      tellOfWhatIsNotThere(look.ends());
    }
  }

  /** Nothing is left of what the source was read to, also where no event has come of it. */
  private void catchUp() {
    for (int i = 0; i < reached.length; i++) {
      if (!era.format().includes(SourceEra.position(at, i), reached[i])) {
        at = SegmentPositions.moved(at.clone(), i, reached[i]);
        ordinal = Gap.UNKNOWN;
      }
    }
  }

  private void tellOfWhatIsNotThere(long[] ends) {
    long[] there = Arrays.copyOf(at, at.length);
    for (int i = 0; i < there.length; i++) {
      if (era.format().distance(SourceEra.position(ends, i), there[i]) > 0) {
        // Not at the end that was looked at: more may have been read since, and left out here.
        there[i] = SourceEra.position(reached, i);
      }
    }
    if (!Arrays.equals(there, at)) {
      String before = position();
      // Without partitions that there are not.
      at = Arrays.copyOf(there, Math.max(ends.length, reached.length));
      ordinal = Gap.UNKNOWN;
      tell(new Gap(GapReason.SOURCE_RESET, before, position(), Gap.UNKNOWN));
      merged = isMerged();
    }
  }

  private static byte[] withId(byte[] block, byte[] id) {
    int rest = 0;
    if (Arrays.equals(ID, 0, ID.length, block, 0, Math.min(ID.length, block.length))) {
      while (block[rest++] != '\n') {
        // The id that the log gave it.
      }
    }
    byte[] result = new byte[ID.length + id.length + 1 + block.length - rest];
    System.arraycopy(ID, 0, result, 0, ID.length);
    System.arraycopy(id, 0, result, ID.length, id.length);
    result[ID.length + id.length] = '\n';
    System.arraycopy(block, rest, result, ID.length + id.length + 1, block.length - rest);
    return result;
  }
}
