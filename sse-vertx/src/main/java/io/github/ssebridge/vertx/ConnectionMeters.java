package io.github.ssebridge.vertx;

import io.github.ssebridge.vertx.Meters.What;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.function.Function;

/** The meters of a node's connections, which are read when they are asked for. */
final class ConnectionMeters {

  private ConnectionMeters() {}

  static void register(SseConnections connections, Meters meters) {
    meters.gauge(
        new What("sse.connections", "connections", "Connections that are open"),
        Tags.empty(),
        connections,
        SseConnections::open);
    meters.count(
        new What("sse.opened.connections", "connections", "Connections that were let in"),
        Tags.empty(),
        connections,
        SseConnections::opened);
    byReason(
        new What("sse.closed.connections", "connections", "Connections that have ended"),
        connections,
        SseConnections::closedByReason,
        meters);
    byReason(
        new What("sse.refused.connections", "connections", "Connections that were not let in"),
        connections,
        SseConnections::refusedByReason,
        meters);
  }

  private static void byReason(
      What what,
      SseConnections connections,
      Function<SseConnections, Map<String, Long>> counts,
      Meters meters) {
    // All reasons that there are, also those that have not happened yet.
    for (String reason : counts.apply(connections).keySet()) {
      meters.count(
          what,
          Tags.of("reason", reason),
          connections,
          mine -> counts.apply(mine).getOrDefault(reason, 0L));
    }
  }
}
