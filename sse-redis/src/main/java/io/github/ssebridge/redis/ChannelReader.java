package io.github.ssebridge.redis;

import io.github.ssebridge.GapReason;
import io.github.ssebridge.LogWriter;
import io.github.ssebridge.ServerSentEvent;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Appends what one channel says to the log of one stream.
 *
 * <p>Called by the event loop of the Redis connection, which may be another one after a reconnect:
 * the monitor makes what one did visible to the next.
 */
final class ChannelReader {

  private final String channel;
  private final LogWriter writer;
  private final Clock clock;
  private @Nullable Instant lastSeen;

  ChannelReader(String channel, LogWriter writer, Clock clock) {
    this.channel = channel;
    this.writer = writer;
    this.clock = clock;
  }

  String channel() {
    return channel;
  }

  synchronized void message(byte[] data) {
    if (lastSeen == null) {
      // Another stream has the channel already, and this one is not open yet.
      return;
    }
    lastSeen = clock.instant();
    writer.append(ServerSentEvent.DEFAULT_TYPE, data);
  }

  /**
   * The subscription stands. When it does again, the connection was lost meanwhile, and Redis does
   * not keep what it published: anything since the last sign of life may be missing.
   */
  synchronized void subscribed() {
    if (lastSeen == null) {
      writer.opened();
    } else {
      writer.gap(GapReason.DISCONNECTED, lastSeen, clock.instant());
    }
    lastSeen = clock.instant();
  }
}
