package io.github.ssebridge;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A cursor that knows where its client is in a source that can be read again. */
abstract class SourceCursor extends Cursor {

  // Of which source the client has got everything before `next`; null if it cannot be read again.
  private @Nullable SourceEra era;

  /**
   * Begins with an event.
   *
   * @param era of which source the client has got everything before it
   */
  SourceCursor(EventLog log, long next, @Nullable SourceEra era) {
    super(log, next);
    this.era = era;
  }

  /** Where the client is; not to be written to. */
  abstract long[] positions();

  /** How many records the source has had up to where the client is, or unknown. */
  long ordinal() {
    return Gap.UNKNOWN;
  }

  /** How many bytes the log had been given before what comes next. */
  abstract long bytesBefore();

  /** Whether the ids of the log say where the client is. */
  boolean isMerged() {
    return true;
  }

  /** Where the client is, given the segment of {@link #next} or that ends there. */
  final long[] positionsIn(LogSegment place) {
    SourceEra mine = eraOfNext();
    return mine == null ? new long[0] : mine.positionsAt(place, next);
  }

  /** The id of a client that is there. */
  final @Nullable String positionIn(LogSegment place) {
    SourceEra mine = eraOfNext();
    return mine == null || place.firstSequence() > next
        ? log.positionBefore(next)
        : mine.format().write(mine.positionsAt(place, next));
  }

  /** Who reads again what the log has given up since then. */
  final Cursor overtaken(Cursors cursors, LogSegment place) {
    SourceEra mine = Objects.requireNonNull(eraOfNext(), "the source cannot be read again");
    return cursors.replaying(mine, positionsIn(place), Gap.UNKNOWN);
  }

  private @Nullable SourceEra eraOfNext() {
    if (era == null) {
      SourceEra newest = log.era();
      era = isIn(newest) ? newest : null;
    }
    while (era != null && isIn(era.following())) {
      era = era.following();
    }
    return era;
  }

  private boolean isIn(@Nullable SourceEra which) {
    return which != null && next >= which.first;
  }
}
