package io.github.ssebridge.vertx;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.FeedStatus;
import io.github.ssebridge.GapReason;
import io.github.ssebridge.Origin;
import io.github.ssebridge.ReaderSample;
import io.github.ssebridge.ReaderState;
import io.github.ssebridge.StreamCounters;
import io.github.ssebridge.vertx.Meters.What;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one stream. Counts are read from the hub when they are asked for; how the readers
 * are is read from the last sample.
 */
final class StreamMeters {

  private static final double[] LAG_BOUNDS = {1, 10, 100, 1_000, 10_000, 100_000};

  private final String stream;
  private final EventHub hub;
  private final Tags tags;
  private final DistributionSummary lags;

  // Null until the first sample.
  private volatile @Nullable ReaderSample last;

  StreamMeters(String stream, EventHub hub, Meters meters) {
    this.stream = stream;
    this.hub = hub;
    this.tags = Tags.of("stream", stream);
    registerIn(meters);
    registerOut(meters);
    registerMissed(meters);
    registerReplays(meters);
    registerReaders(meters);
    registerFeed(meters);
    lags =
        meters.histogram(
            new What(
                "sse.lag.events",
                "events",
                "Events that each reader of the log was behind, by sample"),
            tags,
            LAG_BOUNDS);
  }

  /** Takes over what a sample has found. */
  void sampled(ReaderSample sample) {
    last = sample;
    sample.lags().forEach(lags::record);
  }

  private void registerIn(Meters meters) {
    count(
        meters,
        new What("sse.in.events", "events", "Events appended to the log"),
        tags,
        counters -> counters.appended().events());
    count(
        meters,
        new What("sse.in.bytes", "bytes", "Encoded bytes appended to the log"),
        tags,
        counters -> counters.appended().bytes());
    What gaps = new What("sse.source.gaps", "gaps", "Gaps that the feed has announced");
    for (GapReason reason : GapReason.values()) {
      count(meters, gaps, reason(reason), counters -> get(counters.appended().gaps(), reason));
    }
    meters.time(
        new What("sse.encode", "seconds", "Time to encode one event into the log, of every 256th"),
        tags,
        this,
        mine -> mine.counters().appended().encoding().samples(),
        mine -> mine.counters().appended().encoding().nanos());
  }

  private void registerOut(Meters meters) {
    count(
        meters,
        new What("sse.out.events", "events", "Events handed to connections"),
        tags,
        counters -> counters.delivered().events());
    count(
        meters,
        new What("sse.out.bytes", "bytes", "Bytes handed to connections"),
        tags,
        counters -> counters.delivered().bytes());
    count(
        meters,
        new What("sse.out.deliveries", "deliveries", "Writes that events were handed over in"),
        tags,
        counters -> counters.delivered().slices());
  }

  private void registerMissed(Meters meters) {
    What gaps = new What("sse.gaps", "gaps", "Gaps that single readers were told of");
    for (GapReason reason : GapReason.values()) {
      count(meters, gaps, reason(reason), counters -> get(counters.missed().gaps(), reason));
    }
    count(
        meters,
        new What("sse.lost.events", "events", "Events left out by gaps, as far as that is known"),
        tags,
        counters -> counters.missed().lost());
    count(
        meters,
        new What("sse.conflated.events", "events", "Events that newer ones of their keys replaced"),
        tags,
        counters -> counters.missed().conflated());
    count(
        meters,
        new What(
            "sse.sentaway.readers", "readers", "Readers sent away because they were overtaken"),
        tags,
        counters -> counters.missed().sentAway());
  }

  private void registerReplays(Meters meters) {
    What begun = new What("sse.begun.readers", "readers", "Readers that have begun, by where");
    for (Origin origin : Origin.values()) {
      count(
          meters,
          begun,
          tags.and("origin", lower(origin)),
          counters -> get(counters.begun(), origin));
    }
    count(
        meters,
        new What("sse.replays", "replays", "Replays of the source that were started"),
        tags,
        counters -> counters.replayed().started());
    meters.gauge(
        new What("sse.active.replays", "replays", "Replays of the source under way"),
        tags,
        this,
        mine -> mine.counters().replayed().underWay());
    meters.gauge(
        new What(
            "sse.queued.readers", "readers", "Readers that wait for their turn to have a replay"),
        tags,
        this,
        mine -> mine.counters().replayed().awaited());
  }

  private void registerReaders(Meters meters) {
    What readers = new What("sse.readers", "readers", "Readers by what they are doing");
    for (ReaderState state : ReaderState.values()) {
      sampled(
          meters,
          readers,
          tags.and("state", lower(state)),
          sample -> sample.readers().getOrDefault(state, 0));
    }
    sampled(
        meters,
        new What("sse.slowest.events", "events", "Events that the slowest reader is behind"),
        tags,
        ReaderSample::slowestEvents);
    sampled(
        meters,
        new What("sse.slowest.age", "seconds", "Age of the oldest event not handed to all readers"),
        tags,
        sample -> sample.slowestAge().toNanos() / (double) TimeUnit.SECONDS.toNanos(1));
  }

  private void registerFeed(Meters meters) {
    What what = new What("sse.feed.state", null, "1 for the state that the feed is in, else 0");
    for (FeedStatus.State state : FeedStatus.State.values()) {
      meters.gauge(
          what,
          tags.and("state", lower(state)),
          this,
          mine -> mine.hub.status(mine.stream).state() == state ? 1 : 0);
    }
  }

  private void count(Meters meters, What what, Tags its, ToDoubleFunction<StreamCounters> read) {
    meters.count(what, its, this, mine -> read.applyAsDouble(mine.counters()));
  }

  private void sampled(Meters meters, What what, Tags its, ToDoubleFunction<ReaderSample> read) {
    meters.gauge(
        what,
        its,
        this,
        mine -> {
          ReaderSample sample = mine.last;
          return sample == null ? 0 : read.applyAsDouble(sample);
        });
  }

  private StreamCounters counters() {
    return hub.counters(stream);
  }

  private Tags reason(GapReason reason) {
    return tags.and("reason", reason.wireName());
  }

  private static <K> long get(Map<K, Long> counts, K key) {
    return counts.getOrDefault(key, 0L);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
