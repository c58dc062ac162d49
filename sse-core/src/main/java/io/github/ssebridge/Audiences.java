package io.github.ssebridge;

import java.util.Arrays;

/**
 * The audiences of one log, or of one key of it: one for each thread that has readers. Changed
 * under this monitor, signalled by the writer without it.
 */
final class Audiences {

  private volatile Audience[] all = {};

  /** Seats a reader among those of its thread; called on that thread. */
  synchronized Seat seat(Subscription reader) {
    Seat seat = new Seat(reader, audience(reader.loop()), this);
    seat.audience.add(seat);
    return seat;
  }

  private Audience audience(ReaderLoop loop) {
    for (Audience audience : all) {
      if (audience.loop() == loop) {
        return audience;
      }
    }
    Audience made = new Audience(loop);
    Audience[] more = Arrays.copyOf(all, all.length + 1);
    more[all.length] = made;
    all = more;
    return made;
  }

  /** Removes a reader, and the audience of its thread with the last one; called on that thread. */
  synchronized void leave(Seat seat) {
    Audience left = seat.audience;
    left.remove(seat);
    if (left.isEmpty()) {
      all = Arrays.stream(all).filter(audience -> audience != left).toArray(Audience[]::new);
    }
  }

  /** Tells all audiences, once until they have read, that there is something new. */
  void signal() {
    for (Audience audience : all) {
      audience.signal();
    }
  }

  /** How many threads have readers. */
  int size() {
    return all.length;
  }
}
