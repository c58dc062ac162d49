package io.github.ssebridge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The events that the bridge itself writes into a stream; their data is one JSON object. */
final class ControlEvents {

  private ControlEvents() {}

  /** {@code sse:open}: the first event on every connection. */
  static ServerSentEvent open(
      String stream, String node, boolean resumed, @Nullable String position) {
    JsonObject data =
        new JsonObject().put("stream", stream).put("node", node).put("resumed", resumed);
    if (position != null) {
      data.put("position", position);
    }
    return ServerSentEvent.of("sse:open", data.toString());
  }

  /** {@code sse:position}: nothing is new for the client, but it would go on from here. */
  static ServerSentEvent position(String stream, String position) {
    JsonObject data = new JsonObject().put("stream", stream).put("position", position);
    return ServerSentEvent.of("sse:position", data.toString());
  }

  /** {@code sse:snapshot}: the newest event of each key follows. */
  static ServerSentEvent snapshotBegin(String stream, long leftOut) {
    return snapshot(new JsonObject().put("stream", stream).put("phase", "begin"), leftOut);
  }

  /** {@code sse:snapshot}: that was the newest event of each key, but of those left out. */
  static ServerSentEvent snapshotEnd(String stream, long events, long leftOut) {
    JsonObject data =
        new JsonObject().put("stream", stream).put("phase", "end").put("events", events);
    return snapshot(data, leftOut);
  }

  private static ServerSentEvent snapshot(JsonObject data, long leftOut) {
    if (leftOut > 0) {
      data.put("leftOut", leftOut);
    }
    return ServerSentEvent.of("sse:snapshot", data.toString());
  }

  /** {@code sse:goaway}: the client shall come back. */
  static ServerSentEvent goaway(String stream, GapReason reason) {
    JsonObject data = new JsonObject().put("stream", stream).put("reason", reason.wireName());
    return ServerSentEvent.of("sse:goaway", data.toString());
  }

  /** {@code sse:end}: nothing will come in this stream any more, on any node. */
  static ServerSentEvent end(String stream, String reason) {
    JsonObject data = new JsonObject().put("stream", stream).put("reason", reason);
    return ServerSentEvent.of("sse:end", data.toString());
  }

  /** {@code sse:gap}: events are missing before the next one. */
  static ServerSentEvent gap(String stream, Gap gap) {
    return gap(stream, gap, null, null);
  }

  /** {@code sse:gap}: events are missing before the next one, which were in the source then. */
  static ServerSentEvent gap(
      String stream, Gap gap, @Nullable Instant since, @Nullable Instant until) {
    JsonObject data = new JsonObject().put("stream", stream).put("reason", gap.reason().wireName());
    if (gap.from() != null) {
      data.put("from", gap.from());
    }
    if (gap.to() != null) {
      data.put("to", gap.to());
    }
    if (gap.count() != Gap.UNKNOWN) {
      data.put("count", gap.count());
    }
    if (!gap.partitions().isEmpty()) {
      JsonObject partitions = new JsonObject();
      gap.partitions().forEach((partition, count) -> partitions.put(partition.toString(), count));
      data.put("partitions", partitions);
    }
    if (since != null) {
      data.put("since", since.toString());
    }
    if (until != null) {
      data.put("until", until.toString());
    }
    return ServerSentEvent.of("sse:gap", data.toString());
  }
}
