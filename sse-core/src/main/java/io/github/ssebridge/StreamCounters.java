package io.github.ssebridge;

import java.util.Map;

/**
 * What one stream has done on this node since the hub was made. Each number only grows, but for
 * what {@link Replayed} says of now.
 *
 * @param appended what has come into the stream's log
 * @param delivered what has been handed to the connections of the stream's readers
 * @param begun how many readers have begun, by where they got their first events from
 * @param missed what readers did not get
 * @param replayed how often the source has been read again
 */
public record StreamCounters(
    Appended appended,
    Delivered delivered,
    Map<Origin, Long> begun,
    Missed missed,
    Replayed replayed) {

  /** Copies the map. */
  public StreamCounters {
    begun = Map.copyOf(begun);
  }

  /**
   * What has come into a stream's log, once for all readers.
   *
   * @param events how many events, announcements of gaps among them
   * @param bytes their length as encoded
   * @param gaps how many gaps the feed has announced to all readers, for each reason
   * @param encoding how long one event of 256 took until it was encoded in the log
   */
  public record Appended(long events, long bytes, Map<GapReason, Long> gaps, SampledTime encoding) {

    /** Copies the map. */
    public Appended {
      gaps = Map.copyOf(gaps);
    }
  }

  /**
   * What has been handed to the connections of a stream's readers.
   *
   * @param slices how many pieces, of which each is one write
   * @param events how many events; one that goes to ten readers counts ten times
   * @param bytes how many bytes, with those of the bridge's own events and without heartbeats
   */
  public record Delivered(long slices, long events, long bytes) {

    static final Delivered NOTHING = new Delivered(0, 0, 0);

    Delivered plus(Delivered other) {
      return new Delivered(slices + other.slices, events + other.events, bytes + other.bytes);
    }
  }

  /**
   * What the readers of a stream did not get.
   *
   * @param gaps how many gaps readers have been told of because of where they were, for each
   *     reason; not those of the source, which all readers get
   * @param lost how many events these left out, as far as that is known
   * @param conflated how many events newer ones of their keys stood in for
   * @param sentAway how many readers had to come back because the log had overtaken them
   */
  public record Missed(Map<GapReason, Long> gaps, long lost, long conflated, long sentAway) {

    /** Copies the map. */
    public Missed {
      gaps = Map.copyOf(gaps);
    }

    /** How many gaps there were for any reason. */
    public long allGaps() {
      return gaps.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * How often the source of a stream has been read again for readers that came back.
   *
   * @param started how many times
   * @param underWay how many of them now
   * @param awaited how many readers wait for their turn now
   */
  public record Replayed(long started, int underWay, int awaited) {}
}
