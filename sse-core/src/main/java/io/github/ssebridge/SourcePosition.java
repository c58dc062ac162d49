package io.github.ssebridge;

/** Where a client is in a source, as its id said. Its array must not be written to. */
public final class SourcePosition {

  private final long[] positions;
  private final boolean current;

  private SourcePosition(long[] positions, boolean current) {
    this.positions = positions;
    this.current = current;
  }

  /** A position in the source as it is now. */
  public static SourcePosition of(long... positions) {
    return new SourcePosition(positions, true);
  }

  /** A position in a source that has been replaced by another one of the same name. */
  public static SourcePosition ofReplacedSource() {
    return new SourcePosition(new long[0], false);
  }

  /** The positions, by partition. */
  public long[] positions() {
    return positions;
  }

  /** Whether it is one of the source as it is now. */
  public boolean isCurrent() {
    return current;
  }
}
