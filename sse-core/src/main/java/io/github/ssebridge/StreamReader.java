package io.github.ssebridge;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A subscription's reading of one of its streams: {@code sse:open}, then the events, and an {@code
 * sse:gap} before the first event after any that the client does not get. Confined to the thread of
 * its {@link ReaderLoop}.
 */
final class StreamReader {

  private static final Pattern USABLE_ID =
      Pattern.compile("[!-~]{1,%d}".formatted(CombinedId.MAX_LENGTH));

  private final HubStream stream;
  private final EventLog log;
  private final LoopDeliveries deliveries;
  private final Cursors cursors;
  private final @Nullable String lastEventId;
  private final boolean isReplayable;
  private final StartPoint start;

  // Null until the feed knows where its clients may begin.
  private @Nullable Cursor cursor;
  private Origin origin = Origin.LIVE;
  private boolean resumed;
  private boolean greeted;
  private boolean sentAway;
  private boolean toldEnd;
  private boolean gotSomething;
  private @Nullable Gap gap;
  private long toldProgress;

  // The cursor while nothing but it has to be asked: sse:open has been sent, there is no table that
  // might go on instead, and what comes are events of the log. Bought 16 % for 1,000 readers.
  private @Nullable WholeCursor steady;
  private @Nullable Seat waiting;

  StreamReader(
      HubStream stream,
      EventLog log,
      @Nullable Replays replays,
      LoopDeliveries deliveries,
      StreamSelection selection,
      @Nullable String lastEventId,
      Subscription reader) {
    this.stream = stream;
    this.log = log;
    this.deliveries = deliveries;
    this.cursors = new Cursors(stream.name(), log, replays, selection.keys(), reader);
    this.lastEventId = lastEventId;
    this.isReplayable = replays != null;
    this.start = selection.start();
    if (replays == null || log.isOpened()) {
      begin();
    } else {
      // To be woken when it is open.
      waiting = cursors.seat(log);
    }
  }

  private Cursor begin() {
    Cursors.Beginning beginning = cursors.begin(lastEventId, start);
    gap = beginning.gap();
    resumed = beginning.resumed();
    cursor = beginning.cursor();
    origin = origin(beginning);
    return cursor;
  }

  private Origin origin(Cursors.Beginning beginning) {
    if (lastEventId == null) {
      return Origin.LIVE;
    }
    return beginning.cursor() instanceof ReplayCursor ? Origin.SOURCE : Origin.LOG;
  }

  String streamName() {
    return stream.name();
  }

  /** The next bytes to write, always whole blocks: null if there is nothing now. */
  @Nullable LogSlice poll(int maxBytes) {
    WholeCursor reading = steady;
    if (reading == null) {
      return pollFully(maxBytes);
    }
    LogSlice slice = reading.poll(maxBytes);
    if (slice == null) {
      return reading.isAtEase() && !stream.isFinished() ? null : pollFully(maxBytes);
    }
    gotSomething = true;
    toldProgress = reading.next;
    return slice;
  }

  private @Nullable LogSlice pollFully(int maxBytes) {
    if (sentAway || !log.isOpened()) {
      return null;
    }
    Cursor reading = settled();
    if (!greeted) {
      if (!reading.isPlaced()) {
        return null;
      }
      greeted = true;
      toldProgress = reading.progress();
      // Not before: its source may have been replaced while it waited.
      stream.tally().began(resumed || lastEventId == null ? origin : Origin.LOST);
      ServerSentEvent open = ControlEvents.open(stream.name(), stream.node(), resumed, id());
      return encoded(open.withRetry(stream.retry()), id());
    }
    while (true) {
      boolean mayEnd = stream.isFinished();
      LogSlice slice = read(reading, maxBytes);
      Cursor before = reading;
      reading = slice == null ? settled() : before;
      if (slice != null || reading.equals(before)) {
        gotSomething |= slice != null;
        settleDown();
        return slice == null && mayEnd ? end(reading) : slice;
      }
    }
  }

  private void settleDown() {
    if (!sentAway && cursor instanceof WholeCursor whole && log.options().snapshot() == null) {
      steady = whole;
    }
  }

  /** Says once that the stream is finished, if the client has got all of it. */
  private @Nullable LogSlice end(Cursor reading) {
    if (toldEnd || !reading.isAtEnd()) {
      return null;
    }
    toldEnd = true;
    return encoded(ControlEvents.end(stream.name(), stream.endReason()), id());
  }

  boolean isFinished() {
    return stream.isFinished();
  }

  /** Whether the stream is finished, and the client had got all of it when it came. */
  boolean isPointless() {
    return toldEnd && !gotSomething;
  }

  /** The client has been handed a slice, as it is to be written. */
  void handedOut(LogSlice slice) {
    deliveries.add(slice);
  }

  /**
   * Adds how the client is to a sample.
   *
   * @param hasAll whether it had been handed all there was when it was woken last
   */
  void addTo(ReaderSample sample, boolean hasAll) {
    if (cursor == null || !log.isOpened()) {
      sample.add(ReaderState.WAITING);
      return;
    }
    ReaderState state = cursor.state();
    if (state != ReaderState.LIVE) {
      sample.add(state);
      return;
    }
    Lag lag = cursor.lag();
    sample.add(hasAll || lag.events() == 0 ? ReaderState.LIVE : ReaderState.BEHIND, lag);
  }

  /** What the client must be told, or else the next events. */
  private @Nullable LogSlice read(Cursor reading, int maxBytes) {
    Gap before = takeGap(reading);
    LogSlice slice = before == null ? reading.poll(maxBytes) : tell(before, reading);
    Gap instead = slice == null ? takeGap(reading) : null;
    if (instead != null) {
      slice = tell(instead, reading);
    }
    if (slice != null) {
      toldProgress = reading.progress();
    }
    return slice;
  }

  private @Nullable Gap takeGap(Cursor reading) {
    Gap found = gap == null ? reading.takeGap() : gap;
    gap = null;
    return found;
  }

  /** The cursor that goes on from where the last one is. */
  private Cursor settled() {
    Cursor now = cursor == null ? begin() : cursor;
    if (waiting != null) {
      waiting.leave();
      waiting = null;
    }
    return replace(now, cursors.successor(now));
  }

  private Cursor replace(Cursor now, Cursor following) {
    if (!following.equals(now)) {
      now.close();
      cursor = following;
      steady = null;
      // At once, for this one may be replaced as well before it is read.
      gap = gap == null ? following.takeGap() : gap;
      resumed &= gap == null;
    }
    return following;
  }

  /**
   * Tells the client where it would go on, if that is not what the last event said: then others
   * have come meanwhile that it does not want.
   */
  @Nullable LogSlice checkpoint() {
    if (!greeted || sentAway || cursor == null || cursor.progress() == toldProgress) {
      return null;
    }
    toldProgress = cursor.progress();
    String position = id();
    return position == null
        ? null
        : encoded(ControlEvents.position(stream.name(), position), position);
  }

  /** The id with which the client goes on before it has been sent anything; null for none. */
  @Nullable String position() {
    return cursor == null || !cursor.isPlaced() || cursor instanceof SnapshotCursor
        ? lastEventId
        : id();
  }

  /** The id of what the client is told here; null if that is to leave it where it is. */
  private @Nullable String id() {
    if (cursor == null || cursor instanceof SnapshotCursor) {
      return cursor == null ? null : cursor.position();
    }
    return gap == null ? cursor.position() : log.positionBefore(gap);
  }

  /**
   * About how long the ids of the stream are. Not as they are now: whether several streams fit on a
   * connection must not change between two requests.
   */
  int idLength() {
    return isReplayable ? CombinedId.REPLAYABLE_LENGTH : CombinedId.USUAL_LENGTH;
  }

  /** Where the client goes on that reads no further; null to leave it at what it has been told. */
  private @Nullable String noticePosition() {
    if (sentAway) {
      return null;
    }
    return greeted && cursor instanceof SnapshotCursor ? id() : position();
  }

  /** A block for this client alone, with the id of where it goes on. */
  LogSlice notice(ServerSentEvent event) {
    String position = noticePosition();
    // Before anything is known of the client this is its own id, which may be any text.
    return encoded(
        event, position != null && USABLE_ID.matcher(position).matches() ? position : null);
  }

  /** Whether the client has been told to come back. */
  boolean isSentAway() {
    return sentAway;
  }

  /** Whether nothing will come any more. */
  boolean isEnded() {
    return log.isEnded();
  }

  /** Whether the client has been told that nothing will come any more. */
  boolean isTheEndTold() {
    return toldEnd;
  }

  void close() {
    if (waiting != null) {
      waiting.leave();
    }
    if (cursor != null) {
      cursor.close();
    }
    stream.leave(deliveries);
  }

  private LogSlice tell(Gap told, Cursor reading) {
    if (told.reason() == GapReason.LAPPED && stream.overflow() == OverflowPolicy.CLOSE) {
      sentAway = true;
      steady = null;
      stream.tally().sentAway();
      ServerSentEvent goaway = ControlEvents.goaway(stream.name(), told.reason());
      return encoded(goaway.withRetry(stream.retry()), log.positionBefore(told));
    }
    replace(reading, cursors.afterGap(reading, told));
    stream.tally().told(told);
    return encoded(ControlEvents.gap(stream.name(), told), id());
  }

  private LogSlice encoded(ServerSentEvent event, @Nullable String id) {
    return LogSlice.ofControl(id == null ? event : event.withId(id));
  }
}
