package io.github.ssebridge.vertx;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.FeedStatus;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Whether a node lives, and whether it is ready for more clients, for those who start nodes and
 * send clients to them. Safe for use by any thread.
 *
 * <pre>{@code
 * Health health = Health.of(hub, connections);
 * router.get("/health/live").handler(health.liveHandler());
 * router.get("/health/ready").handler(health.readyHandler());
 * }</pre>
 *
 * <p>A node is not ready before each feed has found its source once, which has it look, and nobody
 * is sent to a node that cannot serve yet. A broker that is lost later does not count: all nodes
 * would lose it at once and be taken out together, while each still serves what is in its logs and
 * tells its clients what is missing. That is what {@link EventHub#status} says, for alarms. Nor
 * does it count that a node has as many connections as it may: it tells who comes then to come back
 * later, while a balancer without a node would answer what browsers never come back from.
 *
 * <p>To be asked every few seconds, as probes do: a feed without readers rests after a while.
 */
public final class Health {

  /**
   * What is said about a node.
   *
   * @param isOk whether all is well
   * @param reasons why not: {@code starting: STREAM} while a feed looks for its source, {@code
   *     no-source: STREAM} if that has been out of reach or refused it ever since, {@code
   *     draining}, {@code closed}
   */
  public record Report(boolean isOk, List<String> reasons) {

    /** Copies the reasons. */
    public Report {
      reasons = List.copyOf(reasons);
    }

    private static Report of(List<String> reasons) {
      return new Report(reasons.isEmpty(), reasons);
    }
  }

  private final EventHub hub;
  private final SseConnections connections;

  // The streams whose source has been found once.
  private final Set<String> found = ConcurrentHashMap.newKeySet();

  private Health(EventHub hub, SseConnections connections) {
    this.hub = hub;
    this.connections = connections;
  }

  /** The health of a node with all the streams of a hub, and these connections. */
  public static Health of(EventHub hub, SseConnections connections) {
    return new Health(hub, connections);
  }

  /** Whether the node serves, however well; one that does not has to be started again. */
  public Report live() {
    return Report.of(hub.isClosed() ? List.of("closed") : List.of());
  }

  /** Whether clients may be sent to the node; those that it has are not to be taken from it. */
  public Report ready() {
    if (hub.isClosed()) {
      return live();
    }
    List<String> reasons = new ArrayList<>();
    hub.streams().stream().sorted().flatMap(this::unfound).forEach(reasons::add);
    if (connections.isDraining()) {
      reasons.add("draining");
    }
    return Report.of(reasons);
  }

  /** Answers 200 while the node lives, else 503, with the reasons as JSON. */
  public Handler<RoutingContext> liveHandler() {
    return context -> answer(context, this::live);
  }

  /** Answers 200 while the node is ready, else 503, with the reasons as JSON. */
  public Handler<RoutingContext> readyHandler() {
    return context -> answer(context, this::ready);
  }

  private Stream<String> unfound(String stream) {
    if (found.contains(stream)) {
      return Stream.empty();
    }
    FeedStatus.State state = hub.status(stream).state();
    if (state == FeedStatus.State.READING || hub.isFinished(stream)) {
      found.add(stream);
      return Stream.empty();
    }
    if (state == FeedStatus.State.STOPPED) {
      // Nobody comes to a node that is not ready, so nobody else would ever make it look.
      hub.open(stream);
    }
    boolean looks = state == FeedStatus.State.STOPPED || state == FeedStatus.State.STARTING;
    return Stream.of((looks ? "starting: " : "no-source: ") + stream);
  }

  private static void answer(RoutingContext context, Supplier<Report> asked) {
    Report report = asked.get();
    JsonObject body =
        new JsonObject()
            .put("status", report.isOk() ? "up" : "down")
            .put("reasons", report.reasons());
    context
        .response()
        .setStatusCode(report.isOk() ? 200 : 503)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body.toBuffer());
  }
}
