package io.github.ssebridge.vertx;

import io.micrometer.core.instrument.Tags;
import java.time.Duration;

/**
 * How the metrics of a hub are taken.
 *
 * @param sampleInterval how often all readers are looked at; counters are read when they are asked
 *     for
 * @param tags what all meters have besides their own tags
 */
public record SseMetricsOptions(Duration sampleInterval, Tags tags) {

  /** 5 s: the default of {@link #sampleInterval}. */
  public static final Duration DEFAULT_SAMPLE_INTERVAL = Duration.ofSeconds(5);

  /**
   * Checks the interval.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public SseMetricsOptions {
    if (sampleInterval.isZero() || sampleInterval.isNegative()) {
      throw new IllegalArgumentException(
          "the sample interval must be positive, but is " + sampleInterval);
    }
  }

  /** Every 5 s, and no more tags. */
  public static SseMetricsOptions defaults() {
    return new SseMetricsOptions(DEFAULT_SAMPLE_INTERVAL, Tags.empty());
  }

  /** These options with another interval. */
  public SseMetricsOptions withSampleInterval(Duration newSampleInterval) {
    return new SseMetricsOptions(newSampleInterval, tags);
  }

  /** These options with other tags. */
  public SseMetricsOptions withTags(Tags newTags) {
    return new SseMetricsOptions(sampleInterval, newTags);
  }
}
