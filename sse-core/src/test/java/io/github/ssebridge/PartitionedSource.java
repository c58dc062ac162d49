package io.github.ssebridge;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A source in memory that can be read again, as a Kafka topic can; guarded by its monitor. */
final class PartitionedSource {

  /** A record, of which the data says partition and offset. */
  record Entry(int partition, long offset, @Nullable String key) {
    String data() {
      return partition + ":" + offset;
    }
  }

  final PositionFormat format = new Format();
  private final List<List<Entry>> partitions = new ArrayList<>();
  private final List<Long> begins = new ArrayList<>();

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
    List<Entry> to = partitions.get(partition);
    Entry entry = new Entry(partition, to.size(), key);
    to.add(entry);
    return entry;
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
    return offset < end(partition) && offset >= begins.get(partition)
        ? partitions.get(partition).get((int) offset)
        : null;
  }

  /** The record at an offset, also if it is gone. */
  synchronized Entry everProduced(int partition, long offset) {
    return partitions.get(partition).get((int) offset);
  }

  static void append(LogWriter writer, Entry entry) {
    byte[] key = entry.key() == null ? null : entry.key().getBytes(StandardCharsets.UTF_8);
    ByteBuffer data = ByteBuffer.wrap(entry.data().getBytes(StandardCharsets.UTF_8));
    writer.append(entry.partition(), entry.offset() + 1, key, "message", data);
  }

  /** {@code s.OFFSET.OFFSET}: an offset for each partition. */
  private static final class Format implements PositionFormat {
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
      return id.matches("s(\\.\\d{1,9})+")
          ? SourcePosition.of(
              Arrays.stream(id.substring(2).split("\\.", -1)).mapToLong(Long::parseLong).toArray())
          : null;
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

    Ids(Format format, long[] positions) {
      this.format = format;
      this.positions = positions;
    }

    @Override
    public void moveTo(int partition, long position) {
      if (partition >= positions.length) {
        positions = Arrays.copyOf(positions, partition + 1);
      }
      positions[partition] = position;
    }

    @Override
    public byte[] bytes() {
      return format.write(positions).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int length() {
      return bytes().length;
    }
  }
}
