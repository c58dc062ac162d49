package io.github.ssebridge.redis;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares what has been read of a stream with what Redis says of it, and so finds what was removed
 * before it could be read, and that the stream is another one. Redis itself says neither. Confined
 * to the thread that reads.
 */
final class EntryTally {
  /*
   * Redis counts the entries that it has ever added (from 7.0 on). If nothing was taken out of the
   * middle, the oldest entry is number added - length + 1 and the last one number added. So
   *
   *   - the number of the last entry that was read, and that of the next one there is, say how many
   *     there were in between: trimmed before they were read;
   *   - at the end of the stream the count says the same, also if single entries were deleted;
   *   - an oldest entry that comes after what was read but has a number that was read already, or
   *     an end that comes before what was read, is of another stream, or of one that was cut, as by
   *     a failover to a replica that lacked the end.
   *
   * What Redis says is asked for together with each read, and answered just after it: it may know of
   * entries that come after those that were read, but never the other way round.
   */

  /** What a comparison has found. */
  enum Kind {
    /** Nothing to tell. */
    FINE,
    /** Entries were removed before they were read. */
    MISSING,
    /** The end of the stream was lost, and what was read of it is not there any more. */
    CUT,
    /** The stream is another one, which is to be read from its beginning. */
    REPLACED
  }

  /**
   * What a comparison has found.
   *
   * @param missing how many entries are missing, {@link StreamInfo#UNKNOWN} if Redis cannot tell
   */
  record Finding(Kind kind, long missing) {
    static final Finding FINE = new Finding(Kind.FINE, 0);
    static final Finding CUT = new Finding(Kind.CUT, 0);
    static final Finding REPLACED = new Finding(Kind.REPLACED, 0);

    /** Nobody knows how many, or whether any. */
    static final Finding UNCOUNTED = new Finding(Kind.MISSING, StreamInfo.UNKNOWN);
  }

  private EntryId last;
  private boolean existed;
  private @Nullable EntryId first;
  private long beforeFirst;

  // The oldest entry when this began: while it is, nothing was trimmed.
  private @Nullable EntryId begin;
  private EntryId known;
  private long ordinal;

  /**
   * Begins at the end of what has been read, or before the first entry.
   *
   * @param ordinal how many entries the stream has had up to there, or unknown
   * @param info what Redis says of the stream
   */
  EntryTally(EntryId last, long ordinal, StreamInfo info) {
    this.last = last;
    this.ordinal = ordinal;
    this.existed = info.exists();
    this.first = info.first();
    this.begin = info.first();
    this.beforeFirst = info.addedBeforeFirst();
    this.known = info.last();
  }

  /** The last entry that was read. */
  EntryId last() {
    return last;
  }

  /** How many entries the stream has had up to the last one that was read, or unknown. */
  long ordinal() {
    return ordinal;
  }

  /**
   * Compares, before the entries are counted as read.
   *
   * @param read the ids of the entries that were read last, in order
   * @param info what Redis said right afterwards
   */
  Finding compare(List<EntryId> read, StreamInfo info) {
    if (!info.exists()) {
      return existed ? Finding.REPLACED : Finding.FINE;
    }
    EntryId end = read.isEmpty() ? last : read.get(read.size() - 1);
    if (last.isAfter(info.last())) {
      return isSameStream(info) ? Finding.CUT : Finding.REPLACED;
    }
    if (end.isAfter(info.last())) {
      // In a cluster the question may overtake the read, when both are sent to another node.
      return Finding.FINE;
    }
    EntryId oldest = info.first();
    // What was there when the last entry was read is gone, that one included.
    boolean isBeforeAll = oldest == null ? !read.isEmpty() : oldest.isAfter(last);
    if (!isKnown(ordinal) || !isKnown(info.added())) {
      return compareWithoutCounts(read, info, isBeforeAll);
    }
    long before = info.addedBeforeFirst();
    if (oldest != null && isBeforeAll && isKnown(before) && ordinal > before) {
      return Finding.REPLACED;
    }
    // More may have been trimmed between the read and the answer, which hides what was before.
    boolean isHidden = oldest == null || !isKnown(before) || !read.contains(oldest);
    if (isBeforeAll && isHidden && !read.isEmpty() && !isAtEnd(read, info)) {
      return oldest != null && oldest.equals(begin) ? Finding.FINE : Finding.UNCOUNTED;
    }
    return judge(missing(read, info, isBeforeAll), info);
  }

  /**
   * Whether the stream is the one that it was, but for its end: what there is of it has the numbers
   * that it had.
   */
  private boolean isSameStream(StreamInfo info) {
    EntryId itsFirst = info.first();
    if (itsFirst == null) {
      return info.added() > 0;
    }
    if (itsFirst.isAfter(last)) {
      return false;
    }
    if (first == null || itsFirst.equals(first)) {
      return first != null;
    }
    long its = info.addedBeforeFirst();
    boolean isKnown = isKnown(its) && isKnown(beforeFirst);
    return isKnown && (itsFirst.isAfter(first) ? its > beforeFirst : its < beforeFirst);
  }

  private static boolean isKnown(long count) {
    return count != StreamInfo.UNKNOWN;
  }

  private Finding judge(long missing, StreamInfo info) {
    if (missing < 0) {
      return isSameStream(info) ? Finding.CUT : Finding.REPLACED;
    }
    return missing == 0 ? Finding.FINE : new Finding(Kind.MISSING, missing);
  }

  /** How many entries there were that were not read, as far as it can be said by now. */
  private long missing(List<EntryId> read, StreamInfo info, boolean isBeforeAll) {
    long counted = ordinal + read.size();
    if (isAtEnd(read, info)) {
      return info.added() - counted;
    }
    int index = read.indexOf(info.first());
    boolean isCounted = isBeforeAll && index >= 0 && isKnown(info.addedBeforeFirst());
    return isCounted ? info.addedBeforeFirst() - (ordinal + index) : 0;
  }

  /** Whether there is nothing left to read of what Redis knew. */
  private boolean isAtEnd(List<EntryId> read, StreamInfo info) {
    if (!read.isEmpty()) {
      return read.get(read.size() - 1).equals(info.last());
    }
    // Entries may have come since nothing was found, but not those that were known before.
    return info.first() == null || last.equals(info.last()) || known.equals(info.last());
  }

  /**
   * Before Redis 7, or if entries have been taken out of the middle: once the last entry that was
   * read is gone, others may be as well.
   */
  private Finding compareWithoutCounts(List<EntryId> read, StreamInfo info, boolean isBeforeAll) {
    boolean wasEmpty = first == null && last.equals(known);
    boolean isTheBeginning = info.first() != null && info.first().equals(begin);
    boolean mayBeTrimmed = isBeforeAll && !read.isEmpty() && !wasEmpty && !isTheBeginning;
    boolean cameAndWent = read.isEmpty() && info.last().isAfter(last) && isAtEnd(read, info);
    return mayBeTrimmed || cameAndWent ? Finding.UNCOUNTED : Finding.FINE;
  }

  /**
   * Counts entries as read.
   *
   * @return how many entries the stream has had, if Redis has just said so of the last one that was
   *     read, otherwise unknown
   */
  long count(List<EntryId> read, StreamInfo info, Finding found) {
    boolean isAtEnd = isAtEnd(read, info);
    existed = info.exists();
    first = info.first();
    begin = Objects.equals(begin, first) ? begin : null;
    beforeFirst = info.addedBeforeFirst();
    known = info.last();
    if (isAtEnd) {
      last = info.last().isAfter(last) ? info.last() : last;
      ordinal = info.added();
      return ordinal;
    }
    if (!read.isEmpty()) {
      last = read.get(read.size() - 1);
      boolean isCounted = isKnown(ordinal) && isKnown(found.missing());
      ordinal = isCounted ? ordinal + found.missing() + read.size() : StreamInfo.UNKNOWN;
    }
    return StreamInfo.UNKNOWN;
  }
}
