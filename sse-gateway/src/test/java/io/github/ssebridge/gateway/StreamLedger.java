package io.github.ssebridge.gateway;

import io.github.ssebridge.ServerSentEvent;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Wants each entry of a Redis stream once and in order; or, before the next one, a gap that says
 * the truth: how many are missing, or that the stream is another one, and then all of that. Entries
 * say {@code GENERATION:NUMBER:...}.
 */
final class StreamLedger implements Ledger {

  /** More than a stream has entries. */
  static final long GENERATION = 1_000_000_000;

  private static final Pattern COUNT = Pattern.compile("\"count\":(\\d+)");

  private long generation;
  private long next;
  private boolean isReset;
  private boolean mayLack;
  long countedGaps;
  long uncountedGaps;
  long resets;

  @Override
  public @Nullable String book(ServerSentEvent event) {
    return event.isControl() ? bookGap(event.data()) : bookEntry(event);
  }

  private @Nullable String bookGap(String gap) {
    if (gap.contains("\"reason\":\"source-reset\"")) {
      isReset = true;
      resets++;
      return null;
    }
    if (!gap.contains("\"reason\":\"expired\"")) {
      return gap;
    }
    Matcher count = COUNT.matcher(gap);
    if (count.find()) {
      next += Long.parseLong(count.group(1));
      countedGaps++;
    } else {
      mayLack = true;
      uncountedGaps++;
    }
    return null;
  }

  private @Nullable String bookEntry(ServerSentEvent event) {
    String[] entry = event.data().split(":", 3);
    long itsGeneration = Long.parseLong(entry[0]);
    long number = Long.parseLong(entry[1]);
    boolean isNext = itsGeneration == generation && (number == next || (mayLack && number > next));
    boolean isFirstOfNew = isReset && itsGeneration > generation && number == 0;
    String fault =
        isNext || isFirstOfNew
            ? null
            : "entry %s instead of %d:%d, id %s"
                .formatted(event.data().substring(0, 10), generation, next, event.id());
    generation = itsGeneration;
    next = number + 1;
    isReset = false;
    mayLack = false;
    return fault;
  }

  @Override
  public long reached() {
    return generation * GENERATION + next;
  }
}
