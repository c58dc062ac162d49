package io.github.ssebridge.gateway;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.FeedStatus;
import io.github.ssebridge.StreamCounters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * {@code GET /health} says whether the feeds of all streams read, or have nobody to read for. With
 * 200 or 503, for those who only look at that. Shared by all event loops of a node.
 */
final class HealthRoute {

  /** For how long a feed may look for its source before it counts as down. */
  static final Duration STARTING = Duration.ofSeconds(30);

  private static final String PATH = "/health";

  private final EventHub hub;
  private final String node;
  private final List<String> streams;
  private final LongSupplier nanoClock;

  // The streams that were starting when they were looked at last, all of them in the beginning.
  private final Map<String, Long> startingSinceNanos = new ConcurrentHashMap<>();

  HealthRoute(EventHub hub, String node, Collection<String> streams, LongSupplier nanoClock) {
    this.hub = hub;
    this.node = node;
    this.streams = List.copyOf(streams);
    this.nanoClock = nanoClock;
    long now = nanoClock.getAsLong();
    streams.forEach(name -> startingSinceNanos.put(name, now));
  }

  void mount(Router router) {
    router.get(PATH).handler(this::answer);
    router.head(PATH).handler(this::answer);
  }

  private void answer(RoutingContext context) {
    Health health = look();
    context
        .response()
        .setStatusCode(health.isUp() ? 200 : 503)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(health.body().toBuffer());
  }

  /**
   * How the node is.
   *
   * @param isUp whether all streams are well
   * @param body what is said about it
   */
  record Health(boolean isUp, JsonObject body) {}

  Health look() {
    boolean up = true;
    JsonObject described = new JsonObject();
    for (String name : streams) {
      FeedStatus status = hub.status(name);
      // All of them are looked at: some remember since when.
      up &= isWell(name, status.state());
      described.put(name, describe(name, status));
    }
    JsonObject body =
        new JsonObject()
            .put("status", up ? "up" : "down")
            .put("node", node)
            .put("streams", described);
    return new Health(up, body);
  }

  private boolean isWell(String name, FeedStatus.State state) {
    if (state == FeedStatus.State.STARTING) {
      long now = nanoClock.getAsLong();
      long since = startingSinceNanos.computeIfAbsent(name, absent -> now);
      return now - since <= STARTING.toNanos();
    }
    startingSinceNanos.remove(name);
    return state == FeedStatus.State.STOPPED || state == FeedStatus.State.READING;
  }

  private JsonObject describe(String name, FeedStatus status) {
    StreamCounters.Missed missed = hub.counters(name).missed();
    JsonObject figures = new JsonObject();
    new TreeMap<>(status.figures()).forEach(figures::put);
    return new JsonObject()
        .put("state", status.state().name().toLowerCase(Locale.ROOT))
        .put("detail", status.detail())
        .put("figures", figures)
        .put("subscribers", hub.subscribers(name))
        .put(
            "counters",
            new JsonObject()
                .put("gaps", missed.allGaps())
                .put("lost", missed.lost())
                .put("conflated", missed.conflated())
                .put("sentAway", missed.sentAway()));
  }
}
