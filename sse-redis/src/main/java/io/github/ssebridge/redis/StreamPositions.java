package io.github.ssebridge.redis;

import io.github.ssebridge.IdWriter;
import io.github.ssebridge.PositionFormat;
import io.github.ssebridge.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * The ids of a Redis stream: the id of the entry, and after a slash which entry of the stream it
 * is, if that is known: {@code 1763827200000-0/1042}. The number is what tells a client how many
 * entries it has missed, and that a stream of the same name is another one. {@code docs/redis.md}
 * says more.
 *
 * <p>One for each stream that has been under its name. The feed's thread writes what it has learnt;
 * any thread reads.
 */
final class StreamPositions implements PositionFormat {

  private static final long MOST_ESTIMATED = 1L << 40;

  // What Redis and the reading of the stream agree on.
  private volatile Mark verified = Mark.NONE;

  // What Redis said last of its newest entry, which may not have been read yet.
  private volatile Mark newest = Mark.NONE;

  // The oldest entry's position, and how many there have been before.
  private volatile Mark oldest = Mark.NONE;

  // Where the log is, by counting what was read.
  private volatile Mark counted = Mark.NONE;

  // Before the first entry that this stream has ever had; 0 if unknown.
  private volatile long birth;

  private volatile double entriesPerMilli = 1;

  // Whether Redis counts what it adds.
  private volatile boolean counts = true;

  /** A position and how many entries there have been up to it. */
  record Mark(long position, long ordinal) {
    static final Mark NONE = new Mark(0, 0);

    /** Whether so many entries cannot have been up to another position, if this is of an entry. */
    boolean ofEntryContradicts(long position, long ordinal) {
      return !isAfter(position, this.position)
          && (position == this.position ? ordinal > this.ordinal : ordinal >= this.ordinal);
    }

    /** The same, if this is before an entry. */
    boolean beforeEntryContradicts(long position, long ordinal) {
      return !isAfter(position, this.position) && ordinal > this.ordinal;
    }
  }

  /** Redis has counted the entries up to a position. */
  void verified(long position, long ordinal) {
    verified = new Mark(position, ordinal);
    counted = verified;
  }

  /** So many entries there have been up to a position if none has been taken out unseen. */
  void counted(long position, long ordinal) {
    counted = new Mark(position, ordinal);
  }

  /** What is before a position was of another stream of the same name. */
  void born(long position) {
    birth = position;
  }

  /** What Redis says of the stream now. */
  void learn(StreamInfo info) {
    counts = info.added() != StreamInfo.UNKNOWN;
    newest = counts ? new Mark(EntryPosition.of(info.last()), info.added()) : Mark.NONE;
    EntryId first = info.first();
    if (first == null) {
      return;
    }
    if (info.isComplete()) {
      birth = EntryPosition.before(first);
    }
    long before = info.addedBeforeFirst();
    if (before != StreamInfo.UNKNOWN) {
      oldest = new Mark(EntryPosition.before(first), before);
    }
    double millis = Math.max(1, (double) info.last().millis() - first.millis());
    entriesPerMilli = info.length() / millis;
  }

  @Override
  public String write(long[] positions) {
    return write(positions, StreamInfo.UNKNOWN);
  }

  @Override
  public String write(long[] positions, long ordinal) {
    long position = position(positions);
    long known = ordinal == StreamInfo.UNKNOWN ? ordinalOf(position) : ordinal;
    return new EntryIdWriter(position, known).toString();
  }

  @Override
  public IdWriter writer(long[] positions) {
    long position = position(positions);
    return new EntryIdWriter(position, ordinalOf(position));
  }

  private static long position(long[] positions) {
    return positions.length == 0 ? 0 : positions[0];
  }

  /** How many entries there have been up to a position, or {@link StreamInfo#UNKNOWN}. */
  private long ordinalOf(long position) {
    if (!counts) {
      return StreamInfo.UNKNOWN;
    }
    if (position == 0) {
      return 0;
    }
    Mark now = counted;
    if (position == now.position()) {
      return now.ordinal();
    }
    Mark begin = oldest;
    return position == begin.position() ? begin.ordinal() : StreamInfo.UNKNOWN;
  }

  /** Where this stream is at least, for whoever is about to ask Redis. */
  Mark reached() {
    return verified;
  }

  /**
   * Whether what Redis says can be of this stream, and not of another one of the same name.
   *
   * @param known where the stream was at least before Redis was asked; the reader may have got
   *     further since
   */
  boolean isOf(StreamInfo info, Mark known) {
    boolean hasFewer = info.added() != StreamInfo.UNKNOWN && info.added() < known.ordinal();
    if (hasFewer || isAfter(known.position(), EntryPosition.of(info.last()))) {
      return false;
    }
    EntryId first = info.first();
    return birth == 0
        || first == null
        || !info.isComplete()
        || birth == EntryPosition.before(first);
  }

  private static boolean isAfter(long position, long other) {
    return Long.compareUnsigned(position, other) > 0;
  }

  @Override
  public @Nullable SourcePosition read(String id) {
    int slash = id.indexOf('/');
    EntryId entry = EntryId.read(slash < 0 ? id : id.substring(0, slash));
    long ordinal = slash < 0 ? StreamInfo.UNKNOWN : readOrdinal(id, slash + 1);
    if (entry == null || (slash >= 0 && ordinal < 0)) {
      return null;
    }
    long position = EntryPosition.of(entry);
    if (position != 0 && isOfAnotherStream(position, ordinal)) {
      return SourcePosition.ofReplacedSource();
    }
    if (position != 0 && contradicts(position, ordinal)) {
      return SourcePosition.ofCutSource(position);
    }
    SourcePosition read = SourcePosition.of(position);
    if (position == 0) {
      return read.withOrdinal(0);
    }
    return ordinal < 0 ? read : read.withOrdinal(ordinal);
  }

  private static long readOrdinal(String id, int from) {
    try {
      // Not a sign, which is fine for Java.
      return id.length() > from && id.charAt(from) >= '0' && id.charAt(from) <= '9'
          ? Long.parseLong(id, from, id.length(), 10)
          : StreamInfo.UNKNOWN;
    } catch (NumberFormatException notOurs) {
      return StreamInfo.UNKNOWN;
    }
  }

  /** Whether what there is of this stream has come after such a position of another one. */
  private boolean isOfAnotherStream(long position, long ordinal) {
    return isAfter(birth, position)
        || (contradicts(position, ordinal) && !isAfter(position, oldest.position()));
  }

  /** Whether this stream has not had so many entries up to a position. */
  private boolean contradicts(long position, long ordinal) {
    if (ordinal == StreamInfo.UNKNOWN) {
      return false;
    }
    // A rounded position is written as the id before it, with the number of its own entries.
    long judged = EntryPosition.isRounded(position + 1) ? position + 1 : position;
    return verified.ofEntryContradicts(judged, ordinal)
        || newest.ofEntryContradicts(judged, ordinal)
        || oldest.beforeEntryContradicts(judged, ordinal);
  }

  @Override
  public boolean includes(long position, long reached) {
    return EntryPosition.includes(position, reached);
  }

  /** An estimate, by how many entries the stream has for each millisecond. */
  @Override
  public long distance(long from, long to) {
    if (EntryPosition.includes(from, to)) {
      return 0;
    }
    long millis = EntryPosition.millis(to) - EntryPosition.millis(from);
    long estimated =
        millis == 0 ? to - from : (long) Math.min(MOST_ESTIMATED, millis * entriesPerMilli);
    return Math.max(1, estimated);
  }

  @Override
  public boolean countsRecords() {
    return false;
  }
}
