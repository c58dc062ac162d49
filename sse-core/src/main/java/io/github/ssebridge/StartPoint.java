package io.github.ssebridge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a client begins that comes without an id.
 *
 * @param time at the first event from this time on; null for {@link #LATEST} and {@link #EARLIEST}
 * @param isEarliest whether it is the oldest event that can be had, if there is no time
 */
public record StartPoint(@Nullable Instant time, boolean isEarliest) {

  /** With the next event. */
  public static final StartPoint LATEST = new StartPoint(null, false);

  /** With the oldest event that can be had. */
  public static final StartPoint EARLIEST = new StartPoint(null, true);

  /** With the first event from a time on. */
  public static StartPoint at(Instant time) {
    return new StartPoint(time, false);
  }
}
