package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentMemoryTest {

  private static final int MIB = 1 << 20;

  private final EventLog log =
      new EventLog(
          StreamOptions.defaults().withLog(LogOptions.defaults().withMaxBytes(MIB)),
          System::nanoTime);
  private final LogWriter writer = new LogWriter("s", log);

  private void append(int mebibytes) {
    byte[] event = new byte[1000];
    for (int i = 0; i < mebibytes * 1000; i++) {
      writer.append("message", event);
    }
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  @Test
  void busyLogTakesNoMoreMemoryThanItsBoundAndAFewSegments() {
    append(2);
    long before = directBytes();
    append(200);
    assertThat(directBytes() - before).isLessThan(MIB);
  }

  @Test
  void memoryThatAReaderHoldsIsNotWrittenTo() {
    writer.append("message", "first".getBytes(UTF_8));
    LogSlice slice = requireNonNull(new WholeCursor(log, 1).poll(1000));
    append(20);
    Decoding decoding = new Decoding();
    decoding.decoder.decode(slice.bytes());
    assertThat(decoding.events)
        .singleElement()
        .extracting(ServerSentEvent::data)
        .isEqualTo("first");
  }

  @Test
  void memoryIsUsedAgainOnceAllReadersHaveReleasedIt() {
    append(3);
    List<LogSlice> held = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      held.add(requireNonNull(new WholeCursor(log, log.oldest()).poll(1)));
    }
    LogSegment segment = log.segmentOf(log.oldest());
    append(3);
    assertThat(segment.hold()).as("dropped, but held by slices").isTrue();
    segment.release();
    held.forEach(LogSlice::release);
    held.forEach(LogSlice::release);
    assertThat(segment.hold()).as("released by all").isFalse();
  }

  @Test
  void onlyAFewIdleSegmentsAreKept() {
    SegmentPool pool = new SegmentPool(4096);
    List<ByteBuffer> taken = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      taken.add(pool.take(4096).putInt(0, 1));
    }
    taken.forEach(pool::give);
    int used = 0;
    for (int i = 0; i < 10; i++) {
      used += pool.take(4096).getInt(0);
    }
    assertThat(used).isEqualTo(4);
  }

  @Test
  void eventsOfAnySizeTakeNoMoreThanTheBoundAndAFewSegments() {
    for (int size : new int[] {100, 40_000, 66_000, 70_000, 130_000, 300_000, 900_000}) {
      EventLog any = new EventLog(log.options(), System::nanoTime);
      LogWriter to = new LogWriter("s", any);
      for (int i = 0; i < 10_000_000 / size; i++) {
        to.append("message", new byte[i % 3 == 0 ? 100 : size]);
        // The last one stays until the next one is there.
        long last = size > 128 * 1024 ? 2L * size : 0;
        assertThat(capacity(any)).isLessThanOrEqualTo(MIB + 2 * 128 * 1024 + last);
      }
      assertThat(any.next() - any.oldest()).isPositive();
    }
  }

  @Test
  void keysCountAsBytes() {
    byte[] key = new byte[10_000];
    for (int i = 0; i < 1000; i++) {
      writer.append(key, "message", new byte[10]);
    }
    assertThat(log.next() - log.oldest()).isBetween(90L, 105L);
    assertThat(writer.append(new byte[2 * MIB], "message", new byte[10]))
        .isEqualTo(LogWriter.Appended.TOO_LARGE);
  }

  private static long capacity(EventLog log) {
    long capacity = 0;
    for (LogSegment segment : log.segments()) {
      capacity += segment.capacity();
    }
    return capacity;
  }
}
