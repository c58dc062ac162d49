package io.github.ssebridge.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ssebridge.GapReason;
import io.github.ssebridge.LogWriter;
import io.github.ssebridge.ServerSentEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Appends what one channel or pattern says to the log of one stream.
 *
 * <p>Messages come on the event loop of a connection, the rest from the thread that looks after
 * subscriptions: the monitor lets them take turns, and is hardly ever contended.
 */
final class ChannelReader {

  private final Subject subject;
  private final LogWriter writer;

  // Guarded by this.
  private boolean opened;
  private boolean reading;
  private boolean held;
  private @Nullable Instant lostSince;

  ChannelReader(Subject subject, LogWriter writer) {
    this.subject = subject;
    this.writer = writer;
  }

  Subject subject() {
    return subject;
  }

  /**
   * A message of the channel. While the subscription does not stand, as far as this reader knows,
   * it is left out: it came before the end of what {@link #stands} will announce.
   */
  synchronized void message(byte[] data) {
    if (reading) {
      hold();
      writer.append(ServerSentEvent.DEFAULT_TYPE, data);
    }
  }

  /** A message of a channel that matches the pattern. */
  synchronized void message(String channel, byte[] data) {
    if (reading) {
      hold();
      writer.append(channel.getBytes(UTF_8), ServerSentEvent.DEFAULT_TYPE, data);
    }
  }

  private void hold() {
    if (!held && Burst.current().add(this)) {
      held = true;
      writer.hold();
    }
  }

  /** The messages that came together are all here. */
  synchronized void wake() {
    held = false;
    writer.wake();
  }

  /** Redis may have published without a word to us, from then until the subscription stands. */
  synchronized void lost(Instant since) {
    reading = false;
    if (opened && (lostSince == null || since.isBefore(lostSince))) {
      lostSince = since;
    }
  }

  /** The subscription stands, for the first time or again: nothing is missed from now on. */
  synchronized void stands() {
    if (!opened) {
      opened = true;
      writer.opened();
    } else if (lostSince != null) {
      // Now, and not when the answer came: messages were left out until now.
      writer.gap(GapReason.DISCONNECTED, lostSince, Instant.now());
      lostSince = null;
    }
    reading = true;
  }
}
