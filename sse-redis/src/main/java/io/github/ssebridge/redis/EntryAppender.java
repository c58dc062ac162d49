package io.github.ssebridge.redis;

import io.github.ssebridge.GapReason;
import io.github.ssebridge.LogWriter;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
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
    MappedEntry mapped = map(entry, position);
    if (mapped == null) {
      return;
    }
    try {
      writer.append(0, position, mapped.key(), mapped.type(), ByteBuffer.wrap(mapped.data()));
    } catch (IllegalArgumentException e) {
      leaveOut(entry, position, mapped.key(), e);
    }
  }

  /** Whatever the mapper throws, and be it an error: the next entries must not suffer. */
  @SuppressWarnings("CatchingUnchecked")
  private @Nullable MappedEntry map(StreamEntry entry, long position) {
    try {
      return Objects.requireNonNull(
          options.mapper().map(entry.text(), Collections.unmodifiableMap(entry.fields())),
          "the mapper has returned null");
    } catch (Throwable e) {
      leaveOut(entry, position, null, e);
      return null;
    }
  }

  private void leaveOut(StreamEntry entry, long position, byte @Nullable [] key, Throwable why) {
    unreadable.count.incrementAndGet();
    if (unreadable.isSaid.compareAndSet(false, true)) {
      LOG.warn(
          "stream '{}': skipped entry {} of '{}', which cannot be made into an event: {} (further"
              + " ones are skipped without a line)",
          writer.stream(),
          entry.text(),
          options.key(),
          Causes.text(why));
    }
    writer.gap(0, position, key, GapReason.UNREADABLE, 1);
  }
}
