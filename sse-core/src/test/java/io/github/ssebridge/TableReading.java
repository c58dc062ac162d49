package io.github.ssebridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a page makes of the events of a table, and what it expects of them. */
final class TableReading {

  final Map<String, String> table = new TreeMap<>();

  private final PartitionedSource source;
  private final Set<String> keys;

  // The offset after the last record of each partition since the table began.
  private final Map<Integer, Long> next = new HashMap<>();
  private @Nullable ServerSentEvent before;

  // Whether it has got the end of a table, so that from then on it gets every record.
  private boolean isLive;

  TableReading(PartitionedSource source, Set<String> keys) {
    this.source = source;
    this.keys = keys;
  }

  void read(ServerSentEvent event) {
    boolean isBegin = isSnapshot(event, "begin");
    if (before != null && before.type().equals("sse:gap")) {
      assertThat(before.id()).isNull();
      assertThat(isBegin || event.type().equals("sse:open"))
          .as("%s then %s", before, event)
          .isTrue();
    }
    before = event;
    if (isBegin) {
      assertThat(event.id()).isNull();
      table.clear();
      next.clear();
      isLive = false;
    } else if (isSnapshot(event, "end")) {
      goLive(String.valueOf(event.id()));
    } else if (!event.isControl()) {
      take(event.data().split(":", 2));
    }
  }

  private static boolean isSnapshot(ServerSentEvent event, String phase) {
    return event.type().equals("sse:snapshot")
        && event.data().contains("\"phase\":\"" + phase + "\"");
  }

  private void goLive(String id) {
    long[] at = WanderingClient.positions(id);
    for (int partition = 0; partition < at.length; partition++) {
      assertThat(at[partition]).isGreaterThanOrEqualTo(next.getOrDefault(partition, 0L));
      next.put(partition, at[partition]);
    }
    isLive = true;
  }

  private void take(String[] record) {
    int partition = Integer.parseInt(record[0]);
    long offset = Long.parseLong(record[1]);
    long expected = next.getOrDefault(partition, 0L);
    assertThat(offset).as("no record twice, nor in another order").isGreaterThanOrEqualTo(expected);
    for (long missing = expected; isLive && missing < offset; missing++) {
      PartitionedSource.Entry entry = source.get(partition, missing);
      boolean isWanted = entry != null && (keys.isEmpty() || keys.contains(entry.key()));
      assertThat(isWanted).as("%s is missing", entry).isFalse();
    }
    next.put(partition, offset + 1);
    source.everProduced(partition, offset).applyTo(table);
  }
}
