package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Arrays;
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

  private static final int LONGEST_NUMBER = 20;

  private final String stream;
  private final EventLog log;
  private final int maxEventBytes;
  private final LogTail tail;
  private final TypeFields types = new TypeFields();
  private final AtomicBoolean busy = new AtomicBoolean();

  // Each id is the prefix and a number, written over the one before.
  private final byte[] id;
  private final int idPrefixLength;

  private volatile boolean closed;

  LogWriter(String stream, EventLog log) {
    this.stream = stream;
    this.log = log;
    this.maxEventBytes = log.options().log().maxEventBytes();
    this.tail = new LogTail(log);
    byte[] prefix = log.idPrefix().getBytes(US_ASCII);
    this.id = Arrays.copyOf(prefix, prefix.length + LONGEST_NUMBER);
    this.idPrefixLength = prefix.length;
  }

  /** The stream that this writes. */
  public String stream() {
    return stream;
  }

  /**
   * The feed knows from where it reads: from now on no event of the source is missed. Until this is
   * called once, subscribers are connected but have not been sent {@code sse:open}.
   */
  public void opened() {
    log.open();
    log.signal();
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
    long retry = event.retry() == null ? SseEncoder.Block.NO_RETRY : event.retry().toMillis();
    return append(Key.of(key), event.type(), retry, event.data().getBytes(UTF_8));
  }

  /** Appends an event without a key, whose data is there as UTF-8 bytes. */
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
    return append(Key.of(key), type, SseEncoder.Block.NO_RETRY, data);
  }

  /**
   * Tells every subscriber, before the next event, that some are missing and nobody knows how many.
   *
   * @param since when the last event may have been missed first, null if unknown
   */
  public void gap(GapReason reason, @Nullable Instant since) {
    appendGap(Key.ANNOUNCEMENT, Gap.of(reason), since == null ? null : since.toString());
  }

  /** Tells every subscriber, before the next event, how many are missing. */
  public void gap(GapReason reason, long count) {
    appendGap(Key.ANNOUNCEMENT, new Gap(reason, null, null, count), null);
  }

  private Appended append(Key key, String type, long retryMillis, byte[] data) {
    return append(key, types.field(type), retryMillis, data);
  }

  private Appended append(Key key, byte @Nullable [] typeField, long retryMillis, byte[] data) {
    if (closed) {
      return Appended.CLOSED;
    }
    assert busy.compareAndSet(false, true) : "two threads append to " + stream + " at once";
    long sequence = log.next();
    SseEncoder.Block block =
        new SseEncoder.Block(id, writeId(sequence), typeField, retryMillis, data);
    int length = block.length();
    boolean fits = (long) length + key.length() <= maxEventBytes;
    if (fits) {
      tail.append(sequence, block, length, key);
      log.audiences().signal();
    }
    assert busy.getAndSet(false);
    if (!fits) {
      // For the readers of its key alone, unless the key is what is too large.
      Key concerned = length <= maxEventBytes ? Key.ANNOUNCEMENT : key;
      appendGap(concerned, new Gap(GapReason.TOO_LARGE, null, null, 1), null);
    }
    return fits ? Appended.WRITTEN : Appended.TOO_LARGE;
  }

  private void appendGap(Key key, Gap gap, @Nullable String since) {
    ServerSentEvent event = ControlEvents.gap(stream, gap, since);
    append(
        key,
        SseEncoder.Block.typeField(event.type()),
        SseEncoder.Block.NO_RETRY,
        event.data().getBytes(UTF_8));
  }

  private int writeId(long sequence) {
    String number = Long.toString(sequence);
    for (int i = 0; i < number.length(); i++) {
      id[idPrefixLength + i] = (byte) number.charAt(i);
    }
    return idPrefixLength + number.length();
  }

  void close() {
    closed = true;
  }
}
