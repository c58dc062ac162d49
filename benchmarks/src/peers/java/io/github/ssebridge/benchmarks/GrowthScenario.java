package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the time to decode one event grows with its size and with the smallness of its chunks. */
final class GrowthScenario extends CodecScenario {

  private static final List<Integer> CHUNKS = List.of(1, 64, 1 << 10, 64 << 10);
  private static final int REFERENCE = 256 << 10;
  private static final int SMALLEST = 1 << 10;
  private static final int STEP = 4;
  private static final double BAR = 2;

  /**
   * The fastest of some times.
   *
   * @param bytes of the stream, which is the event
   */
  record Point(int bytes, double nanos, double nanosPerByte) {}

  /**
   * One decoder with chunks of one size.
   *
   * @param stopped why there are no larger events, null if there are all
   */
  record Series(String decoder, int chunk, List<Point> points, @Nullable String stopped) {

    /** The one that the largest is compared with: the first that never comes in one chunk. */
    Point reference() {
      return points.stream()
          .filter(point -> point.bytes >= REFERENCE)
          .findFirst()
          .orElse(points.get(0));
    }

    /** How many times as long a byte takes in the largest event as in the reference. */
    double growth() {
      return points.get(points.size() - 1).nanosPerByte / reference().nanosPerByte;
    }
  }

  /** All series. */
  record Growth(String jdk, List<Series> series) {}

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public Outcome run(Bench bench) {
    bench.runsOn(new ServerReady(0, false, Listening.version()));
    List<Series> all = new ArrayList<>();
    for (String decoder : Decoders.names()) {
      for (int chunk : CHUNKS) {
        bench.progress().say("growth: %s in chunks of %,d", decoder, chunk);
        all.add(series(decoder, chunk, bench.scale()));
      }
    }
    List<Check> checks = new ArrayList<>();
    for (Series series : all) {
      if (series.decoder.equals(Decoders.OURS)) {
        String what =
            "a byte of %,d, in chunks of %,d, against one of %,d"
                .formatted(last(series).bytes, series.chunk, series.reference().bytes);
        checks.add(Check.atMost(what, BAR, series.growth(), " times"));
      }
    }
    return new Outcome(new Growth(jdk(), all), List.of(table(all)), checks);
  }

  private static Series series(String decoder, int chunk, Scale scale) {
    int largest = scale.pick(16 << 20, 1 << 20, 16 << 10);
    double limit = scale.pick(4.0, 1.0, 0.05) * 1e9;
    List<Point> points = new ArrayList<>();
    double before = 0;
    for (int bytes = SMALLEST; bytes <= largest; bytes *= STEP) {
      double nanos;
      try {
        nanos = new DecodedEvent(decoder, bytes, chunk).fastestNanos(scale);
      } catch (OutOfMemoryError e) {
        return new Series(decoder, chunk, points, "no memory for an event of " + bytes);
      }
      points.add(new Point(bytes, nanos, nanos / bytes));
      // As much more as the last step took more, and four times at least.
      double next = nanos * Math.max(STEP, before == 0 ? STEP : nanos / before);
      if (next > limit && bytes < largest) {
        return new Series(
            decoder, chunk, points, "the next would take some %.0f s".formatted(next / 1e9));
      }
      before = nanos;
    }
    return new Series(decoder, chunk, points, null);
  }

  private static Table table(List<Series> all) {
    Table table =
        new Table("decoder", "chunk", "1 KiB, ns/B", "256 KiB", "largest", "of bytes", "times", "");
    for (Series series : all) {
      Point last = last(series);
      table.row(
          series.decoder,
          series.chunk,
          series.points.get(0).nanosPerByte,
          series.reference().nanosPerByte,
          last.nanosPerByte,
          last.bytes,
          series.growth(),
          series.stopped == null ? "" : series.stopped);
    }
    return table;
  }

  private static Point last(Series series) {
    return series.points.get(series.points.size() - 1);
  }

  /** One event of a size, to be decoded again and again. */
  private static final class DecodedEvent implements EventDecoder.Sink {

    private final ChunkedBytes chunks;
    private final EventDecoder decoder;
    private final int dataBytes;
    private boolean came;

    DecodedEvent(String decoder, int bytes, int chunk) {
      this.decoder = Decoders.create(decoder, this);
      dataBytes = bytes - "data: \n\n".length();
      chunks =
          ChunkedBytes.of(("data: " + "x".repeat(dataBytes) + "\n\n").getBytes(US_ASCII), chunk);
    }

    @Override
    public void onEvent(@Nullable String id, @Nullable String type, String data) {
      came = data.length() == dataBytes;
    }

    /** Of at least three times and a tenth of a second, if one of them is not long enough. */
    double fastestNanos(Scale scale) {
      long enough = scale.pick(200_000_000L, 50_000_000L, 1_000_000L);
      long begin = System.nanoTime();
      long fastest = decode();
      for (int i = 1; System.nanoTime() - begin < enough || (i < 3 && fastest < 5 * enough); i++) {
        fastest = Math.min(fastest, decode());
      }
      return fastest;
    }

    private long decode() {
      came = false;
      long begin = System.nanoTime();
      decoder.decode(chunks.rewind(), 1);
      long nanos = System.nanoTime() - begin;
      if (!came) {
        throw new IllegalStateException("the event of " + dataBytes + " bytes did not come");
      }
      return nanos;
    }
  }
}
