package io.github.ssebridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.TestReader.ManualThread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A client that loses its connection in the middle of what it is sent, and comes back anywhere. */
final class WanderingClient {

  private static final Pattern LOST = Pattern.compile("\"(\\d+)\":(\\d+)");

  private final List<SourceNode> nodes;
  private final Set<String> keys;
  private final Random random;
  private final List<ServerSentEvent> kept = new ArrayList<>();
  private @Nullable TestReader reader;
  private @Nullable String lastEventId;

  WanderingClient(List<SourceNode> nodes, Set<String> keys, Random random) {
    this.nodes = nodes;
    this.keys = keys;
    this.random = random;
  }

  void readSome() {
    connect().read(1 + random.nextInt(8));
  }

  /** Some of what was on its way never arrives. */
  void disconnect() {
    if (reader == null) {
      return;
    }
    List<ServerSentEvent> got = reader.decoding.events;
    keep(got.subList(0, random.nextInt(got.size() + 1)));
    reader.subscription.close();
    reader = null;
  }

  List<ServerSentEvent> gaps() {
    return all().stream().filter(event -> event.type().equals("sse:gap")).toList();
  }

  /** Each record since the first connection is there once and in order, or was told as lost. */
  void assertComplete(PartitionedSource source) {
    connect().readAll();
    List<ServerSentEvent> all = all();
    long[] next = {};
    for (ServerSentEvent event : all) {
      if (next.length == 0) {
        next = positions(String.valueOf(event.id()));
      }
      if (event.type().equals("sse:gap")) {
        next = after(event, next);
      } else if (!event.isControl()) {
        next = after(event, next, source);
      }
    }
    for (int partition = 0; partition < source.partitions(); partition++) {
      long from = partition < next.length ? next[partition] : 0;
      assertThat(wanted(source, partition, from, source.end(partition))).isZero();
    }
  }

  /** What it has got of a table is what the source has. */
  void assertTable(PartitionedSource source) {
    connect().readAll();
    TableReading reading = new TableReading(source, keys);
    all().forEach(reading::read);
    assertThat(reading.table).isEqualTo(source.table(keys));
  }

  /** What a gap says is missing is all that is. */
  private long[] after(ServerSentEvent gap, long[] next) {
    long[] result = positions(String.valueOf(gap.id()));
    Matcher told = LOST.matcher(gap.data().substring(gap.data().indexOf("partitions")));
    while (told.find()) {
      int partition = Integer.parseInt(told.group(1));
      long missing = result[partition] - (partition < next.length ? next[partition] : 0);
      long count = Long.parseLong(told.group(2));
      assertThat(count).as("%s after %s", gap, next).isBetween(1L, missing);
      if (keys.isEmpty()) {
        assertThat(count).as("%s after %s", gap, next).isEqualTo(missing);
      }
    }
    return result;
  }

  private long[] after(ServerSentEvent event, long[] next, PartitionedSource source) {
    String[] record = event.data().split(":", 2);
    int partition = Integer.parseInt(record[0]);
    long offset = Long.parseLong(record[1]);
    long[] result = Arrays.copyOf(next, Math.max(next.length, partition + 1));
    assertThat(offset).as("%s after %s", event, next).isGreaterThanOrEqualTo(result[partition]);
    assertThat(wanted(source, partition, result[partition], offset)).as("%s", event).isZero();
    result[partition] = offset + 1;
    return result;
  }

  /** How many records it should have got from one offset to before another. */
  private long wanted(PartitionedSource source, int partition, long from, long end) {
    long count = 0;
    for (long offset = from; offset < end; offset++) {
      String key = source.everProduced(partition, offset).key();
      if (keys.isEmpty() || keys.contains(key)) {
        count++;
      }
    }
    return count;
  }

  static long[] positions(String id) {
    return Arrays.stream(id.substring(2).split("\\.", -1)).mapToLong(Long::parseLong).toArray();
  }

  private List<ServerSentEvent> all() {
    List<ServerSentEvent> all = new ArrayList<>(kept);
    if (reader != null) {
      all.addAll(reader.decoding.events);
    }
    return all;
  }

  private TestReader connect() {
    TestReader connected = reader;
    if (connected == null) {
      SourceNode node = nodes.get(random.nextInt(nodes.size()));
      List<StreamSelection> wanted = List.of(new StreamSelection(SourceNode.STREAM, keys));
      connected = new TestReader(node.hub, wanted, lastEventId, new ManualThread());
      connected.maxBytes = 1 + random.nextInt(300);
      reader = connected;
    }
    return connected;
  }

  private void keep(List<ServerSentEvent> events) {
    kept.addAll(events);
    for (ServerSentEvent event : events) {
      lastEventId = event.id() == null ? lastEventId : event.id();
    }
  }
}
