package io.github.ssebridge;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A node with one stream of a source; what the node itself reads of it is up to the test. */
final class SourceNode implements ReplayableFeed {

  static final String STREAM = "stream";

  final PartitionedSource source;
  final EventHub hub;
  final AtomicInteger replays = new AtomicInteger();

  // Confined to the test's thread.
  long[] read = {};
  private @Nullable LogWriter writer;

  SourceNode(PartitionedSource source, StreamOptions options) {
    this.source = source;
    this.hub = EventHub.create().stream(STREAM, this, options);
  }

  @Override
  public void start(LogWriter to) {
    writer = to;
  }

  @Override
  public void stop() {}

  LogWriter writer() {
    return requireNonNull(writer);
  }

  /** Opens at the end of the source, or before it. */
  void openAt(long... from) {
    hub.open(STREAM);
    read = from.clone();
    writer().openedAt(source.format, from, source.ends());
  }

  /** Reads records of one partition, as many as there are up to a number. */
  void consume(int partition, int most) {
    if (partition >= read.length) {
      read = Arrays.copyOf(read, partition + 1);
    }
    for (int i = 0; i < most && read[partition] < source.end(partition); i++) {
      PartitionedSource.Entry entry = source.get(partition, read[partition]);
      read[partition]++;
      if (entry == null) {
        writer().advance(partition, read[partition]);
      } else {
        PartitionedSource.append(writer(), entry);
      }
    }
  }

  void consumeAll() {
    for (int partition = 0; partition < source.partitions(); partition++) {
      consume(partition, Integer.MAX_VALUE);
    }
  }

  @Override
  public void replay(Replay replay) {
    replays.incrementAndGet();
    long[] begins = source.begins();
    long[] from = Arrays.copyOf(replay.from(), source.partitions());
    for (int i = 0; i < from.length; i++) {
      from[i] = Math.min(Math.max(from[i], begins[i]), source.end(i));
    }
    replay.begin(from, begins);
    int partition = 0;
    while (replay.awaitDemand() && source.partitions() == from.length) {
      long begin = source.begins()[partition];
      if (from[partition] < begin) {
        long lost = begin - from[partition];
        replay.writer().gap(partition, begin, null, GapReason.EXPIRED, lost);
        from[partition] = begin;
      }
      // First, or else what is produced meanwhile would pass for one that is gone.
      long end = source.end(partition);
      PartitionedSource.Entry next = source.get(partition, from[partition]);
      if (next == null || partition == from.length - 1) {
        LockSupport.parkNanos(1000);
      }
      if (next != null) {
        PartitionedSource.append(replay.writer(), next);
        from[partition]++;
      } else if (from[partition] < end && from[partition] >= source.begins()[partition]) {
        // Compacted, and not removed since it was looked whether it is there.
        from[partition]++;
        replay.writer().advance(partition, from[partition]);
      }
      partition = (partition + 1) % from.length;
    }
  }

  @Override
  public CompletionStage<long[]> locate(StartPoint start) {
    return CompletableFuture.completedStage(source.begins());
  }
}
