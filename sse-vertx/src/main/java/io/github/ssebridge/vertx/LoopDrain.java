package io.github.ssebridge.vertx;

import io.netty.channel.EventLoop;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends the clients of one event loop away, evenly over a time, and resets those that do not take
 * their end. Confined to the event loop.
 */
final class LoopDrain {

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

  // About a millisecond's work.
  private static final int MAX_IN_A_ROW = 64;

  private final EventLoop eventLoop;
  private final List<EventResponse> responses;
  private final long overNanos;
  private final Promise<Void> drained;
  private final long beganNanos = System.nanoTime();
  private final int count;

  // Those before are yet to be told. Whoever leaves meanwhile is replaced by the last one.
  private int untold;

  LoopDrain(
      EventLoop eventLoop, List<EventResponse> responses, Duration over, Promise<Void> drained) {
    this.eventLoop = eventLoop;
    this.responses = responses;
    this.overNanos = over.toNanos();
    this.drained = drained;
    this.count = responses.size();
    this.untold = count;
  }

  void begin() {
    long passed = System.nanoTime() - beganNanos;
    untold = Math.min(untold, responses.size());
    int due = passed >= overNanos ? 0 : (int) (count * (1 - (double) passed / overNanos));
    for (int told = 0; untold > due && told < MAX_IN_A_ROW; told++) {
      untold--;
      responses.get(untold).goAway(Departure.DRAINING);
      untold = Math.min(untold, responses.size());
    }
    if (responses.isEmpty()) {
      drained.complete();
    } else if (passed >= overNanos + GRACE_NANOS) {
      List.copyOf(responses).forEach(response -> response.reset(Departure.DRAINING));
      drained.complete();
    } else {
      var unused =
          eventLoop.schedule(this::begin, untold > due ? 0 : TICK_NANOS, TimeUnit.NANOSECONDS);
    }
  }
}
