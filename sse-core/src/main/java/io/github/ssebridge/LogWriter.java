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

  private static final int MIN_SEGMENT_BYTES = 4 << 10;
  private static final int MAX_SEGMENT_BYTES = 256 << 10;
  private static final int LONGEST_NUMBER = 20;

  private final String stream;
  private final EventLog log;
  private final LogOptions options;
  private final AtomicBoolean busy = new AtomicBoolean();

  // Each id is the prefix and a number, written over the one before.
  private final byte[] id;
  private final int idPrefixLength;

  private LogSegment tail;
  private long keptBytes;
  private volatile boolean closed;

  LogWriter(String stream, EventLog log) {
    this.stream = stream;
    this.log = log;
    this.options = log.options();
    byte[] prefix = log.idPrefix().getBytes(US_ASCII);
    this.id = Arrays.copyOf(prefix, prefix.length + LONGEST_NUMBER);
    this.idPrefixLength = prefix.length;
    this.tail = log.segmentOf(1);
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

  /**
   * Appends an event; the log gives it its id.
   *
   * @throws IllegalArgumentException if the event has an id or a type that is the bridge's own
   */
  public Appended append(ServerSentEvent event) {
    if (event.id() != null) {
      throw new IllegalArgumentException(
          "the event has an id (" + event.id() + "), but ids are positions that the stream gives");
    }
    long retry = event.retry() == null ? SseEncoder.Block.NO_RETRY : event.retry().toMillis();
    return append(event.type(), retry, event.data().getBytes(UTF_8));
  }

  /**
   * Appends an event whose data is there as UTF-8 bytes, which are copied as they are.
   *
   * @throws IllegalArgumentException if the wire cannot carry the type, or it is the bridge's own
   */
  public Appended append(String type, byte[] data) {
    ServerSentEvent.requireValidType(type);
    return append(type, SseEncoder.Block.NO_RETRY, data);
  }

  /**
   * Tells every subscriber, before the next event, that some are missing and nobody knows how many.
   *
   * @param since when the last event may have been missed first, null if unknown
   */
  public void gap(GapReason reason, @Nullable Instant since) {
    appendGap(Gap.of(reason), since == null ? null : since.toString());
  }

  /** Tells every subscriber, before the next event, how many are missing. */
  public void gap(GapReason reason, long count) {
    appendGap(new Gap(reason, null, null, count), null);
  }

  private Appended append(String type, long retryMillis, byte[] data) {
    if (type.startsWith(ServerSentEvent.CONTROL_PREFIX)) {
      throw new IllegalArgumentException(
          "the type "
              + type
              + " begins with '"
              + ServerSentEvent.CONTROL_PREFIX
              + "', which is the bridge's own");
    }
    return append(SseEncoder.Block.typeBytes(type), retryMillis, data);
  }

  private Appended append(byte @Nullable [] type, long retryMillis, byte[] data) {
    if (closed) {
      return Appended.CLOSED;
    }
    assert busy.compareAndSet(false, true) : "two threads append to " + stream + " at once";
    long sequence = log.next();
    SseEncoder.Block block = new SseEncoder.Block(id, writeId(sequence), type, retryMillis, data);
    int length = block.length();
    boolean fits = length <= options.maxEventBytes();
    if (fits) {
      makeRoom(sequence, length);
      if (!tail.hasRoom(length)) {
        addSegment(sequence, length);
      }
      tail.append(block);
      keptBytes += length;
      log.signal();
    }
    assert busy.getAndSet(false);
    if (!fits) {
      gap(GapReason.TOO_LARGE, 1);
    }
    return fits ? Appended.WRITTEN : Appended.TOO_LARGE;
  }

  private void appendGap(Gap gap, @Nullable String since) {
    ServerSentEvent event = ControlEvents.gap(stream, gap, since);
    append(
        event.type().getBytes(US_ASCII), SseEncoder.Block.NO_RETRY, event.data().getBytes(UTF_8));
  }

  private int writeId(long sequence) {
    String number = Long.toString(sequence);
    for (int i = 0; i < number.length(); i++) {
      id[idPrefixLength + i] = (byte) number.charAt(i);
    }
    return idPrefixLength + number.length();
  }

  private void makeRoom(long next, int length) {
    LogSegment[] segments = log.segments();
    long first = log.oldest();
    long oldest = first;
    int emptied = 0;
    while (oldest < next
        && (next - oldest >= options.maxEvents() || keptBytes + length > options.maxBytes())) {
      if (oldest == segments[emptied].endSequence()) {
        emptied++;
      }
      keptBytes -= segments[emptied].sizeOf(oldest);
      oldest++;
    }
    if (oldest == first) {
      return;
    }
    log.giveUpBefore(oldest);
    if (emptied > 0) {
      log.replaceSegments(Arrays.copyOfRange(segments, emptied, segments.length));
    }
  }

  private void addSegment(long next, int length) {
    LogSegment[] segments = log.segments();
    int most =
        (int) Math.min(MAX_SEGMENT_BYTES, Math.max(MIN_SEGMENT_BYTES, options.maxBytes() / 8));
    int bytes = Math.max(length, Math.min(most, Math.max(MIN_SEGMENT_BYTES, 2 * tail.capacity())));
    tail = new LogSegment(next, bytes);
    boolean lastIsEmpty =
        segments[segments.length - 1].endSequence()
            == segments[segments.length - 1].firstSequence();
    int kept = lastIsEmpty ? segments.length - 1 : segments.length;
    LogSegment[] more = Arrays.copyOf(segments, kept + 1);
    more[kept] = tail;
    log.replaceSegments(more);
  }

  void close() {
    closed = true;
  }
}
