package io.github.ssebridge;

import static io.github.ssebridge.SegmentPositions.NO_PARTITION;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Appends to the log of one stream; the hub hands it to the stream's {@link EventFeed}.
 *
 * <p>One thread at a time: the feed serialises, and makes what one thread did visible to the next.
 * Nothing here blocks, so a feed may append from the event loop of its client library. After {@link
 * EventFeed#stop()} every append is ignored.
 */
public final class LogWriter {

  /** What became of an event. */
  public enum Appended {
    /** It is in the log, and the readers have been woken. */
    WRITTEN,
    /** It is longer than {@link LogOptions#maxEventBytes()}: an {@code sse:gap} stands instead. */
    TOO_LARGE,
    /** The stream has been stopped; nobody reads this log any more. */
    CLOSED
  }

  private static final TypeField GAP = TypeField.of("sse:gap");

  private final String stream;
  private final EventLog log;
  private final StreamTally tally;
  private final int maxEventBytes;
  private final LogTail tail;
  private final SampledTimer timer;
  private final TypeFields types = TypeFields.ofSource();
  private final AtomicBoolean busy = new AtomicBoolean();

  // Replaced when the feed says how it writes positions.
  private IdWriter ids;
  private boolean numbered = true;

  // When the append began that is under way.
  private long began;

  // Where the log ended when the readers were last left alone; null if each append wakes them.
  private @Nullable Long heldFrom;

  private volatile boolean closed;

  LogWriter(String stream, EventLog log) {
    this(stream, log, new StreamTally());
  }

  LogWriter(String stream, EventLog log, StreamTally tally) {
    this.stream = stream;
    this.log = log;
    this.tally = tally;
    this.maxEventBytes = log.options().log().maxEventBytes();
    this.tail = new LogTail(log);
    this.timer = new SampledTimer(log::nanoTime);
    this.ids = log.numbers().writer();
  }

  /** The stream that this writes. */
  public String stream() {
    return stream;
  }

  /** How much the log keeps, so that a feed need not fill it with more. */
  public LogOptions bounds() {
    return log.options().log();
  }

  /** Whether clients get the newest event of each key: then the feed reads all of its source. */
  public boolean isTable() {
    return log.options().snapshot() != null;
  }

  /**
   * The feed knows from where it reads: from now on no event of the source is missed. Until this is
   * called once, subscribers are connected but have not been sent {@code sse:open}.
   */
  public void opened() {
    log.open();
    log.signal();
  }

  /**
   * Like {@link #opened()}, for a {@link ReplayableFeed}: from now on all events have positions,
   * and the ids that the format gives them.
   *
   * @param from from where the feed reads
   * @param live where a client begins that wants what comes from now on: at {@code from} or later
   */
  public void openedAt(PositionFormat format, long[] from, long[] live) {
    begin(format, from, live);
    opened();
  }

  /**
   * The source is another one than it was, such as a topic that was deleted and created again, or
   * one that was cut. Tells every subscriber so.
   *
   * @param from from where the feed reads the new one
   */
  public void startedAnew(PositionFormat format, long[] from) {
    startedAnew(format, from, from);
  }

  /**
   * Like {@link #startedAnew(PositionFormat, long[])}, if the new source holds something already.
   *
   * @param from from where the feed reads the new one: the beginning, if the stream is a table
   * @param live where the new one ends now: a table of it is complete when the feed has got there
   */
  public void startedAnew(PositionFormat format, long[] from, long[] live) {
    if (log.table() == null) {
      ids = format.writer(from);
    }
    // Clients of a table get all of the new one. If one is cut before, its id must not say that it
    // has begun with it, so the announcement leaves it where it is.
    gap(GapReason.SOURCE_RESET);
    begin(format, from, live);
    log.signal();
  }

  private void begin(PositionFormat format, long[] from, long[] live) {
    numbered = false;
    ids = format.writer(from);
    tail.beginEra(from);
    log.begin(new SourceEra(format, log.next(), from, live));
    tail.completeTable();
  }

  /** The source has been read up to a position of a partition, and no event has come of it. */
  public void advance(int partition, long position) {
    tail.moveTo(partition, position);
    ids.moveTo(partition, position);
    era().reached(log.next(), tail.reached());
    tail.completeTable();
  }

  /**
   * How many records the source has had before the next event, if ids say so although positions do
   * not: see {@link IdWriter#counted}.
   *
   * @param ordinal how many, -1 if nobody knows
   */
  public void counted(long ordinal) {
    ids.counted(ordinal);
  }

  /** Partitions have been added to the source, and the format knows them. */
  public void partitionsAdded(PositionFormat format) {
    ids = format.writer(tail.reached());
    era().format(format);
  }

  /** The feed has looked where the source ends. Ids beyond that are not of this source. */
  public void looked(long[] ends) {
    era().looked(ends);
    log.waiting().signal();
  }

  void close() {
    closed = true;
  }

  /** How many bytes have been appended. */
  long appendedBytes() {
    return tail.appendedBytes();
  }

  /** How long appending took that has been timed; for any thread. */
  SampledTime encoding() {
    return timer.sum();
  }

  private SourceEra era() {
    SourceEra era = log.era();
    if (era == null) {
      throw new IllegalStateException("openedAt has not been called: events have no positions yet");
    }
    return era;
  }

  /**
   * Appends that follow wake nobody until {@link #wake}: for a feed that has many events at once
   * and knows when it has given all of them. Then readers wake once, and not for each.
   */
  public void hold() {
    heldFrom = log.next();
  }

  /** Wakes the readers if there is something new since {@link #hold}, and by each append again. */
  public void wake() {
    boolean isNew = heldFrom != null && heldFrom != log.next();
    heldFrom = null;
    if (isNew) {
      log.audiences().signal();
    }
  }

  /** Appends an event without a key. */
  public Appended append(ServerSentEvent event) {
    return append(null, event);
  }

  /**
   * Appends an event; the log gives it its id.
   *
   * @param key what the event is about, null for none: clients may ask for single keys
   * @throws IllegalArgumentException if the event has an id or a type that is the bridge's own
   */
  public Appended append(@Nullable String key, ServerSentEvent event) {
    if (event.id() != null) {
      throw new IllegalArgumentException(
          "the event has an id (" + event.id() + "), but ids are positions that the stream gives");
    }
    requireNumbered();
    TypeField typeField = types.field(event.type());
    if (closed) {
      return Appended.CLOSED;
    }
    Block block = begin(NO_PARTITION, 0, typeField);
    block.retryAndData(event);
    return end(block, Key.of(key), NO_PARTITION, 0, false);
  }

  /** Appends an event without a key, whose data is there as UTF-8. */
  public Appended append(String type, byte[] data) {
    return append(null, type, data);
  }

  /**
   * Appends an event whose data is there as UTF-8 bytes, which are copied as they are.
   *
   * @param key what the event is about, null for none; belongs to the log from now on
   * @throws IllegalArgumentException if the wire cannot carry the type, or it is the bridge's own
   */
  public Appended append(byte @Nullable [] key, String type, byte[] data) {
    requireNumbered();
    return append(NO_PARTITION, 0, Key.of(key), type, ByteBuffer.wrap(data), false);
  }

  /**
   * Appends an event of a source that can be read again.
   *
   * @param partition the partition that it is from
   * @param position where the partition goes on after it
   * @param key what the event is about, null for none; belongs to the log from now on
   * @param data UTF-8, which is copied as it is; its position stays where it is
   * @throws IllegalArgumentException if the wire cannot carry the type, or it is the bridge's own;
   *     the position is the one before then
   */
  public Appended append(
      int partition, long position, byte @Nullable [] key, String type, ByteBuffer data) {
    return append(partition, position, Key.of(key), type, data, false);
  }

  /**
   * Appends an event that says that a key has no value any more: clients that begin after it are
   * not given the key's earlier events.
   *
   * @param partition the partition that it is from
   * @param position where the partition goes on after it
   * @param key what has been deleted; belongs to the log from now on
   * @param data UTF-8, which is copied as it is; its position stays where it is
   * @throws IllegalArgumentException if the wire cannot carry the type, or it is the bridge's own;
   *     the position is the one before then
   */
  public Appended delete(int partition, long position, byte[] key, String type, ByteBuffer data) {
    return append(partition, position, Key.of(key), type, data, true);
  }

  /**
   * Tells the subscribers, before the next event, how many events of a partition are missing.
   *
   * @param position where the partition goes on after them
   * @param key what they were about, null if they concern everyone
   * @param count how many, -1 if nobody knows
   */
  public void gap(
      int partition, long position, byte @Nullable [] key, GapReason reason, long count) {
    Key concerned = key == null ? Key.ANNOUNCEMENT : Key.of(key);
    Gap gap = in(partition, new Gap(reason, null, null, count));
    appendGap(partition, position, concerned, reason, ControlEvents.gap(stream, gap));
  }

  /** Tells every subscriber, before the next event, that some are missing. */
  public void gap(GapReason reason) {
    gap(reason, null, null);
  }

  /**
   * Tells every subscriber, before the next event, that some are missing, and when they were in the
   * source: nobody knows how many they are.
   *
   * @param since when the first of them may have been there, null if unknown
   * @param until when the last of them may have been there, null if unknown
   */
  public void gap(GapReason reason, @Nullable Instant since, @Nullable Instant until) {
    ServerSentEvent event = ControlEvents.gap(stream, Gap.of(reason), since, until);
    appendGap(NO_PARTITION, 0, Key.ANNOUNCEMENT, reason, event);
  }

  /** Tells every subscriber, before the next event, how many are missing. */
  public void gap(GapReason reason, long count) {
    gap(NO_PARTITION, 0, null, reason, count);
  }

  private void requireNumbered() {
    if (!numbered) {
      throw new IllegalStateException("events of this stream have positions: give this one its");
    }
  }

  private Appended append(
      int partition, long position, Key key, String type, ByteBuffer data, boolean isDeletion) {
    TypeField typeField = types.field(type);
    if (closed) {
      return Appended.CLOSED;
    }
    Block block = begin(partition, position, typeField);
    block.data(data);
    return end(block, key, partition, position, isDeletion);
  }

  private Block begin(int partition, long position, TypeField typeField) {
    assert busy.compareAndSet(false, true) : "two threads append to " + stream + " at once";
    began = timer.begin();
    if (numbered) {
      ids.moveTo(0, log.next());
    } else if (partition != NO_PARTITION) {
      ids.moveTo(partition, position);
    }
    return Block.ofThread(ids, typeField);
  }

  private Appended end(Block block, Key key, int partition, long position, boolean isDeletion) {
    boolean fits = (long) block.length() + key.length() <= maxEventBytes;
    if (fits) {
      publish(block, key, partition, position, isDeletion);
    } else {
      publishTooLarge(block.length(), key, partition, position, isDeletion);
    }
    end();
    return fits ? Appended.WRITTEN : Appended.TOO_LARGE;
  }

  private void end() {
    timer.end(began);
    if (heldFrom == null) {
      log.audiences().signal();
    }
    assert busy.getAndSet(false);
  }

  private void publishTooLarge(
      int length, Key key, int partition, long position, boolean isDeletion) {
    tail.forget(key);
    Gap gap = in(partition, new Gap(GapReason.TOO_LARGE, null, null, 1));
    // With the id that the event would have had: to move there again would be no news.
    Block told = Block.ofThread(ids, GAP);
    told.retryAndData(ControlEvents.gap(stream, gap));
    // For the readers of its key alone, unless the key is what is too large.
    Key concerned = length <= maxEventBytes ? Key.ANNOUNCEMENT : key;
    publish(told, concerned, partition, position, isDeletion);
    tally.announced(GapReason.TOO_LARGE);
  }

  private void publish(Block block, Key key, int partition, long position, boolean isDeletion) {
    long sequence = log.next();
    tail.append(sequence, block, block.length(), key, partition, position);
    tail.updateTable(sequence, key, isDeletion);
  }

  private Gap in(int partition, Gap gap) {
    SourceEra era = log.era();
    return era == null || era.format().countsRecords() ? gap.in(partition) : gap;
  }

  /** What stands in for others always fits, however long the ids are. */
  private void appendGap(
      int partition, long position, Key key, GapReason reason, ServerSentEvent event) {
    if (closed) {
      return;
    }
    Block block = begin(partition, position, GAP);
    block.retryAndData(event);
    publish(block, key, partition, position, false);
    end();
    tally.announced(reason);
  }
}
