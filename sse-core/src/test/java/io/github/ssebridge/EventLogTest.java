package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EventLogTest {

  private static final int EVENT = 128;

  private static LogWriter writer(EventLog log) {
    return new LogWriter("s", log);
  }

  private static EventLog log(long maxBytes, int maxEvents) {
    LogOptions bounds = new LogOptions(maxBytes, maxEvents, LogOptions.NO_MAX_AGE, 1024);
    return new EventLog(StreamOptions.defaults().withLog(bounds), System::nanoTime);
  }

  @Test
  void keepsExactlyAsManyEventsAsAsked() {
    EventLog log = log(1 << 20, 100);
    LogWriter writer = writer(log);
    for (int i = 0; i < 1000; i++) {
      writer.append("message", new byte[i % 50]);
      assertThat(log.next() - log.oldest()).isEqualTo(Math.min(i + 1, 100));
    }
  }

  @Test
  void keepsNoMoreBytesThanAsked() {
    EventLog log = log(64 << 10, 1_000_000);
    LogWriter writer = writer(log);
    for (int i = 0; i < 10_000; i++) {
      writer.append("message", new byte[EVENT]);
    }
    assertThat(bytesFrom(log, log.oldest())).isBetween((64 << 10) - 2 * EVENT, 64 << 10);
  }

  @Test
  void dropsTheMemoryOfWhatItGaveUp() {
    EventLog log = log(64 << 10, 1_000_000);
    LogWriter writer = writer(log);
    for (int i = 0; i < 10_000; i++) {
      writer.append("message", new byte[EVENT]);
    }
    int capacity = 0;
    for (LogSegment segment : log.segments()) {
      capacity += segment.capacity();
    }
    assertThat(capacity).isLessThan(2 * (64 << 10));
  }

  @Test
  void sliceStaysGoodAfterTheLogHasDroppedIt() {
    EventLog log = log(8 << 10, 1_000_000);
    LogWriter writer = writer(log);
    writer.append("message", "first".getBytes(UTF_8));
    LogSlice slice = requireNonNull(new WholeCursor(log, 1).poll(1000));
    for (int i = 0; i < 10_000; i++) {
      writer.append("message", new byte[EVENT]);
    }
    Decoding decoding = new Decoding();
    decoding.decoder.decode(slice.bytes());
    assertThat(decoding.events.get(0).data()).isEqualTo("first");
  }

  @Test
  void everyEventIsReadInOrderOrCountedAsLostWhileTheWriterRuns() {
    EventLog log = log(32 << 10, 200);
    int total = 300_000;
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> {
              LogWriter writer = writer(log);
              for (int i = 1; i <= total; i++) {
                writer.append("message", Integer.toString(i).getBytes(UTF_8));
              }
            });
    List<Long> lost = new ArrayList<>();
    List<ServerSentEvent> read = readAll(log, total, lost);
    writing.join();
    long gaps = lost.stream().mapToLong(Long::longValue).sum();
    assertThat(read.size() + gaps).isEqualTo(total);
    for (int i = 1; i < read.size(); i++) {
      int before = Integer.parseInt(read.get(i - 1).data());
      assertThat(Integer.parseInt(read.get(i).data())).isGreaterThan(before);
    }
    assertThat(read).allSatisfy(event -> assertThat(event.id()).endsWith("." + event.data()));
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> new LogOptions(2000, 1, LogOptions.NO_MAX_AGE, 4000))
        .hasMessageContaining("maxBytes (2000)");
    assertThatThrownBy(() -> new LogOptions(2000, 0, LogOptions.NO_MAX_AGE, 2000))
        .hasMessageContaining("maxEvents");
  }

  private static List<ServerSentEvent> readAll(EventLog log, int total, List<Long> lost) {
    Decoding decoding = new Decoding();
    Cursor cursor = new WholeCursor(log, 1);
    while (cursor.next <= total) {
      LogSlice slice = cursor.poll(4096);
      Gap gap = cursor.takeGap();
      if (gap != null) {
        lost.add(gap.count());
      }
      if (slice != null) {
        decoding.decoder.decode(slice.bytes());
        slice.release();
      }
    }
    return decoding.events;
  }

  private static int bytesFrom(EventLog log, long sequence) {
    Cursor cursor = new WholeCursor(log, sequence);
    int bytes = 0;
    for (LogSlice s = cursor.poll(1 << 20); s != null; s = cursor.poll(1 << 20)) {
      bytes += s.bytes().remaining();
    }
    return bytes;
  }
}
