package io.github.ssebridge;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A source in memory that can be read again, as a Kafka topic can; guarded by its monitor. */
final class PartitionedSource {

  /** A record, of which the data says partition and offset. */
  record Entry(int partition, long offset, @Nullable String key, boolean isDeletion) {
    String data() {
      return partition + ":" + offset;
    }

    /** What it makes of a table of keys and data. */
    void applyTo(Map<String, String> table) {
      if (isDeletion) {
        table.remove(String.valueOf(key));
      } else {
        table.put(String.valueOf(key), data());
      }
    }
  }

  final PositionFormat format = new Format(this);
  private final List<List<Entry>> partitions = new ArrayList<>();
  private final List<Long> begins = new ArrayList<>();

  // What compaction has removed, and up to where deletions are among it.
  private final Set<Entry> compacted = new HashSet<>();
  private final Map<Integer, Long> deletionsGone = new HashMap<>();

  PartitionedSource(int partitions) {
    for (int i = 0; i < partitions; i++) {
      addPartition();
    }
  }

  synchronized void addPartition() {
    partitions.add(new ArrayList<>());
    begins.add(0L);
  }

  synchronized int partitions() {
    return partitions.size();
  }

  synchronized Entry produce(int partition, @Nullable String key) {
    return add(partition, key, false);
  }

  synchronized Entry delete(int partition, String key) {
    return add(partition, key, true);
  }

  private Entry add(int partition, @Nullable String key, boolean isDeletion) {
    List<Entry> to = partitions.get(partition);
    Entry entry = new Entry(partition, to.size(), key, isDeletion);
    to.add(entry);
    return entry;
  }

  /** Removes the deletions below some offsets, and what newer records of the same keys replace. */
  synchronized void compact(long[] below) {
    for (int partition = 0; partition < below.length; partition++) {
      Map<String, Entry> newest = new HashMap<>();
      for (Entry entry : partitions.get(partition).subList(0, (int) below[partition])) {
        Entry before = newest.put(String.valueOf(entry.key()), entry);
        if (before != null) {
          compacted.add(before);
        }
        if (entry.isDeletion()) {
          compacted.add(entry);
          deletionsGone.put(partition, entry.offset() + 1);
        }
      }
    }
  }

  private synchronized boolean isOutdated(long[] at) {
    return deletionsGone.entrySet().stream()
        .anyMatch(gone -> SourceEra.position(at, gone.getKey()) < gone.getValue());
  }

  /** The data of the newest record of each of some keys, none for all, that is not deleted. */
  synchronized Map<String, String> table(Set<String> keys) {
    Map<String, String> table = new TreeMap<>();
    partitions.forEach(entries -> entries.forEach(entry -> entry.applyTo(table)));
    if (!keys.isEmpty()) {
      table.keySet().retainAll(keys);
    }
    return table;
  }

  /** What is below an offset is no longer kept. */
  synchronized void removeBelow(int partition, long offset) {
    begins.set(partition, Math.max(begins.get(partition), offset));
  }

  synchronized long end(int partition) {
    return partitions.get(partition).size();
  }

  synchronized long[] ends() {
    return partitions.stream().mapToLong(List::size).toArray();
  }

  synchronized long[] begins() {
    return begins.stream().mapToLong(Long::longValue).toArray();
  }

  /** The record at an offset, or null if it has not been produced yet, or is gone. */
  synchronized @Nullable Entry get(int partition, long offset) {
    if (offset >= end(partition) || offset < begins.get(partition)) {
      return null;
    }
    Entry entry = partitions.get(partition).get((int) offset);
    return compacted.contains(entry) ? null : entry;
  }

  /** The record at an offset, also if it is gone. */
  synchronized Entry everProduced(int partition, long offset) {
    return partitions.get(partition).get((int) offset);
  }

  static void append(LogWriter writer, Entry entry) {
    byte[] key = entry.key() == null ? null : entry.key().getBytes(StandardCharsets.UTF_8);
    ByteBuffer data = ByteBuffer.wrap(entry.data().getBytes(StandardCharsets.UTF_8));
    if (key != null && entry.isDeletion()) {
      writer.delete(entry.partition(), entry.offset() + 1, key, "delete", data);
    } else {
      writer.append(entry.partition(), entry.offset() + 1, key, "message", data);
    }
  }

  /** {@code s.OFFSET.OFFSET}: an offset for each partition. */
  private record Format(PartitionedSource source) implements PositionFormat {
    @Override
    public String write(long[] positions) {
      return "s."
          + LongStream.of(positions).mapToObj(Long::toString).collect(Collectors.joining("."));
    }

    @Override
    public IdWriter writer(long[] positions) {
      return new Ids(this, positions.clone());
    }

    @Override
    public @Nullable SourcePosition read(String id) {
      if (id.equals("other")) {
        return SourcePosition.ofReplacedSource();
      }
      if (!id.matches("s(\\.\\d{1,9})+")) {
        return null;
      }
      long[] at =
          Arrays.stream(id.substring(2).split("\\.", -1)).mapToLong(Long::parseLong).toArray();
      return source.isOutdated(at) ? SourcePosition.outdated(at) : SourcePosition.of(at);
    }

    @Override
    public boolean includes(long position, long reached) {
      return reached <= position;
    }

    @Override
    public long distance(long from, long to) {
      return Math.max(0, to - from);
    }
  }

  private static final class Ids implements IdWriter {
    private final Format format;
    private long[] positions;
    private boolean moved = true;

    Ids(Format format, long[] positions) {
      this.format = format;
      this.positions = positions;
    }

    @Override
    public void moveTo(int partition, long position) {
      if (partition >= positions.length) {
        positions = Arrays.copyOf(positions, partition + 1);
      }
      moved = positions[partition] != position;
      positions[partition] = position;
    }

    @Override
    public byte[] bytes() {
      return format.write(positions).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int length() {
      return moved ? bytes().length : 0;
    }
  }
}
