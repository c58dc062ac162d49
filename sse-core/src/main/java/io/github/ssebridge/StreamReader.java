package io.github.ssebridge;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A subscription's reading of one of its streams: {@code sse:open}, then the events, and an {@code
 * sse:gap} before the first event after any that the client does not get. Confined to the thread of
 * its {@link ReaderLoop}.
 */
final class StreamReader {

  private final HubStream stream;
  private final EventLog log;
  private final List<Seat> seats = new ArrayList<>(1);
  private final List<KeyView> views;
  private final Cursor cursor;
  private final boolean resumed;

  private boolean greeted;
  private boolean sentAway;
  private @Nullable Gap gap;

  StreamReader(
      HubStream stream,
      EventLog log,
      Set<String> keys,
      @Nullable String lastEventId,
      Subscription reader) {
    this.stream = stream;
    this.log = log;
    LatestTable latest = log.latest();
    EventLog.Resume from;
    if (keys.isEmpty()) {
      // First the seat, then the position: what is appended in between is both signalled and read.
      this.views = List.of();
      seats.add(log.audiences().seat(reader));
      from = log.resume(lastEventId);
      this.gap = from.gap();
      this.cursor =
          latest == null
              ? new WholeCursor(log, from.next())
              : new LatestCursor(log, from.next(), latest);
    } else {
      from = log.resume(lastEventId);
      this.gap = from.gap() == null ? null : from.gap().ofSomeKeys();
      this.views =
          Stream.concat(keys.stream().map(Key::of), Stream.of(Key.ANNOUNCEMENT))
              .map(key -> log.views().open(key, from.next()))
              .toList();
      views.forEach(view -> seats.add(view.audiences.seat(reader)));
      this.cursor =
          latest == null
              ? new KeyCursor(log, from.next(), views)
              : new LatestKeyCursor(log, from.next(), views, latest);
    }
    this.resumed = from.resumed();
  }

  String streamName() {
    return stream.name();
  }

  /** The next bytes to write, always whole blocks: null if there is nothing now. */
  @Nullable LogSlice poll(int maxBytes) {
    if (sentAway) {
      return null;
    }
    if (!greeted) {
      if (!log.isOpened()) {
        return null;
      }
      greeted = true;
      ServerSentEvent open = ControlEvents.open(stream.name(), stream.node(), resumed, position());
      return encoded(open.withRetry(stream.retry()));
    }
    LogSlice slice = gap == null ? cursor.poll(maxBytes) : null;
    Gap told = gap == null ? cursor.takeGap() : gap;
    if (slice != null || told == null) {
      return slice;
    }
    gap = null;
    return tell(told);
  }

  /** The id with which the client goes on from here. */
  String position() {
    return gap == null ? cursor.position() : log.positionBefore(gap);
  }

  /** Whether the client has been told to come back. */
  boolean isSentAway() {
    return sentAway;
  }

  /** Whether nothing will come any more. */
  boolean isEnded() {
    return log.isEnded();
  }

  void close() {
    seats.forEach(Seat::leave);
    views.forEach(log.views()::leave);
    stream.leave();
  }

  private LogSlice tell(Gap told) {
    if (told.reason() == GapReason.LAPPED && stream.overflow() == OverflowPolicy.CLOSE) {
      sentAway = true;
      stream.losses().sentAway();
      ServerSentEvent goaway = ControlEvents.goaway(stream.name(), told.reason());
      return encoded(goaway.withId(log.positionBefore(told)).withRetry(stream.retry()));
    }
    stream.losses().told(told);
    return encoded(ControlEvents.gap(stream.name(), told, null).withId(position()));
  }

  private LogSlice encoded(ServerSentEvent event) {
    return LogSlice.of(ByteBuffer.wrap(SseEncoder.encode(event)));
  }
}
