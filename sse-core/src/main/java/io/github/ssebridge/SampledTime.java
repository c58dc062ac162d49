package io.github.ssebridge;

/**
 * How long something took, as far as it was timed: now and then, since a look at the clock costs
 * about as much as what is timed.
 *
 * @param samples how often it was timed
 * @param nanos how long these times took together
 */
public record SampledTime(long samples, long nanos) {

  /** Nothing has been timed. */
  public static final SampledTime NONE = new SampledTime(0, 0);

  SampledTime plus(long moreNanos) {
    return new SampledTime(samples + 1, nanos + moreNanos);
  }

  SampledTime plus(SampledTime other) {
    return new SampledTime(samples + other.samples, nanos + other.nanos);
  }
}
