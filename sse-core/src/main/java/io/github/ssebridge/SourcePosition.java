package io.github.ssebridge;

/**
 * Where a client is in a source, as its id said: current, outdated, or in a source that is gone.
 * Its array must not be written to.
 */
public final class SourcePosition {

  private enum Kind {
    CURRENT,
    OUTDATED,
    CUT,
    REPLACED
  }

  private final long[] positions;
  private final Kind kind;
  private final long ordinal;

  private SourcePosition(long[] positions, Kind kind, long ordinal) {
    this.positions = positions;
    this.kind = kind;
    this.ordinal = ordinal;
  }

  /** A position in the source as it is now. */
  public static SourcePosition of(long... positions) {
    return new SourcePosition(positions, Kind.CURRENT, Gap.UNKNOWN);
  }

  /**
   * A position in the source as it is now that is too old to go on from: what the source no longer
   * holds may be missing from what comes after it, such as deletions in a compacted topic.
   */
  public static SourcePosition outdated(long... positions) {
    return new SourcePosition(positions, Kind.OUTDATED, Gap.UNKNOWN);
  }

  /**
   * A position in the source as it is now, but what the client has got before it may not be there
   * any more: the source was cut, and has gone on since. To be said of what an id knows beyond its
   * position, such as its number: a client that has been told keeps the position alone, and its id
   * is read again when there is more.
   */
  public static SourcePosition ofCutSource(long... positions) {
    return new SourcePosition(positions, Kind.CUT, Gap.UNKNOWN);
  }

  /** A position in a source that has been replaced by another one of the same name. */
  public static SourcePosition ofReplacedSource() {
    return new SourcePosition(new long[0], Kind.REPLACED, Gap.UNKNOWN);
  }

  /**
   * This position, if it is known how many records the source has had up to it; for formats whose
   * positions do not say that.
   */
  public SourcePosition withOrdinal(long count) {
    return new SourcePosition(positions, kind, count);
  }

  /** How many records the source has had up to here, those included that are gone; or unknown. */
  long ordinal() {
    return ordinal;
  }

  /** The positions, by partition. */
  public long[] positions() {
    return positions;
  }

  /** Whether it is one of the source as it is now, and a client may go on from it. */
  public boolean isCurrent() {
    return kind == Kind.CURRENT;
  }

  /** Whether it is one of another source. */
  boolean isOfReplacedSource() {
    return kind == Kind.REPLACED;
  }

  /** Whether the source was cut before it. */
  boolean isOfCutSource() {
    return kind == Kind.CUT;
  }

  /** Whether it is one of the source as it is now, but too old to go on from. */
  public boolean isOutdated() {
    return kind == Kind.OUTDATED;
  }
}
