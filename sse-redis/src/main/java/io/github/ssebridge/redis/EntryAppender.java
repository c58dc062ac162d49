package io.github.ssebridge.redis;

import io.github.ssebridge.GapReason;
import io.github.ssebridge.LogWriter;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends the events of entries to a log. Confined to the thread that reads them. */
final class EntryAppender {

  private static final Logger LOG = LoggerFactory.getLogger(RedisStreamFeed.class);

  private final LogWriter writer;
  private final RedisStreamOptions options;
  private final Unreadable unreadable;

  /** What could not be made into events, by the reader of a stream and its replays. */
  static final class Unreadable {
    private final AtomicLong count = new AtomicLong();
    private final AtomicBoolean isSaid = new AtomicBoolean();

    long count() {
      return count.get();
    }
  }

  EntryAppender(LogWriter writer, RedisStreamOptions options, Unreadable unreadable) {
    this.writer = writer;
    this.options = options;
    this.unreadable = unreadable;
  }

  /** Appends an entry's event, or what is said instead. */
  void append(StreamEntry entry) {
    long position = EntryPosition.of(entry.id());
    byte[] key = null;
    try {
      MappedEntry mapped =
          options.mapper().map(entry.text(), Collections.unmodifiableMap(entry.fields()));
      key = mapped.key();
      writer.append(0, position, key, mapped.type(), ByteBuffer.wrap(mapped.data()));
    } catch (RuntimeException e) {
      unreadable.count.incrementAndGet();
      if (unreadable.isSaid.compareAndSet(false, true)) {
        LOG.warn(
            "stream '{}': skipped entry {} of '{}', which cannot be made into an event: {} (further"
                + " ones are skipped without a line)",
            writer.stream(),
            entry.text(),
            options.key(),
            e.getMessage());
      }
      writer.gap(0, position, key, GapReason.UNREADABLE, 1);
    }
  }

  /** Says that entries are missing; the next ones come after the position. */
  void tellMissing(long position, long count) {
    writer.gap(0, position, null, GapReason.EXPIRED, count);
  }
}
