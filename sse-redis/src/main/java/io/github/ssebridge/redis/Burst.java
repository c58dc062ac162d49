package io.github.ssebridge.redis;

import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.List;

/**
 * What an event loop has read at once from a connection, often hundreds of messages: the clients of
 * a stream are woken when all of them are in its log, and not for each. Each event loop has its
 * own.
 */
final class Burst {

  private static final FastThreadLocal<Burst> CURRENT =
      new FastThreadLocal<>() {
        @Override
        protected Burst initialValue() {
          return new Burst();
        }
      };

  private final List<ChannelReader> readers = new ArrayList<>();
  private boolean begun;

  /** That of this thread. */
  static Burst current() {
    return CURRENT.get();
  }

  void begin() {
    begun = true;
  }

  /** Whether this reader's clients will be woken at the end; if not, nobody sees to it. */
  boolean add(ChannelReader reader) {
    if (begun) {
      readers.add(reader);
    }
    return begun;
  }

  void end() {
    begun = false;
    readers.forEach(ChannelReader::wake);
    readers.clear();
  }
}
