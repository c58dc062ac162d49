package io.github.ssebridge.vertx;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of a node, over all routes that share this: how many there may be, what became of
 * them, and how they end together. Safe for use by any thread.
 *
 * <pre>{@code
 * SseConnections connections = SseConnections.create();
 * router.route("/prices").handler(SseHandler.create(hub, "prices").withConnections(connections));
 * ...
 * connections.drain(Duration.ofSeconds(10)).compose(drained -> server.shutdown());
 * }</pre>
 */
public final class SseConnections {

  private static final Logger LOG = LoggerFactory.getLogger(SseConnections.class);

  private static final Duration MAX_DRAIN = Duration.ofDays(1);

  private final ConnectionLimits limits;
  private final AtomicInteger open = new AtomicInteger();
  private final Tally principals;
  private final Tally addresses;
  private final ConnectionCounts counts = new ConnectionCounts();
  private final Credentials credentials = new Credentials();
  private final Set<LoopConnections> loops = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Promise<Void>> drained = new AtomicReference<>();
  private final Facts refusals = new Facts(System::nanoTime);
  private final Facts stalls = new Facts(System::nanoTime);

  private SseConnections(ConnectionLimits limits) {
    this.limits = limits;
    this.principals = new Tally(limits.perPrincipal());
    this.addresses = new Tally(limits.perAddress());
  }

  /** Connections with the default limits. */
  public static SseConnections create() {
    return create(ConnectionLimits.defaults());
  }

  /** Connections with limits. */
  public static SseConnections create(ConnectionLimits limits) {
    return new SseConnections(limits);
  }

  /** How many there are now, with those that are just being ended. */
  public int open() {
    return open.get();
  }

  /** How many there have been. */
  public long opened() {
    return counts.openedCount();
  }

  /** How many have ended for each reason. */
  public Map<String, Long> closedByReason() {
    return counts.closedCounts();
  }

  /** How many were not let in for each reason. */
  public Map<String, Long> refusedByReason() {
    return counts.refusedCounts();
  }

  /** Whether {@link #drain} has been called: new clients are told to go elsewhere. */
  public boolean isDraining() {
    return drained.get() != null;
  }

  /**
   * Lets nobody in any more, and sends away who is there, evenly over a time, so that the other
   * nodes are not asked by all at once. Each client is told by {@code sse:goaway}; each gets an
   * orderly end, unless it does not take that for two seconds after the time. The HTTP server can
   * be shut down then, which an open stream would make wait.
   *
   * @return when no connection is left; further calls return the same
   */
  public Future<Void> drain(Duration over) {
    if (over.isNegative() || over.compareTo(MAX_DRAIN) > 0) {
      throw new IllegalArgumentException("a drain must take from 0 to 1 day, but is " + over);
    }
    Promise<Void> promise = Promise.promise();
    Promise<Void> before = drained.compareAndExchange(null, promise);
    if (before != null) {
      return before.future();
    }
    LOG.info("draining {} connections over {}", open(), over);
    List<Future<Void>> each = loops.stream().map(loop -> loop.drain(over)).toList();
    Future.join(each)
        .onComplete(
            done -> {
              LOG.info("drained; {} connections are left", open());
              promise.complete();
            });
    return promise.future();
  }

  /** Takes a place; says why there is none, null if there is. */
  @Nullable Departure enter(Visitor visitor) {
    Departure refusal = place(visitor);
    if (refusal != null) {
      counts.refused(refusal);
      if (refusal != Departure.DRAINING) {
        refusals.happened(times -> logRefusals(times, refusal));
      }
    }
    return refusal;
  }

  private @Nullable Departure place(Visitor visitor) {
    if (isDraining()) {
      return Departure.DRAINING;
    }
    String principal = visitor.principal();
    if (principal != null && !principals.enter(principal)) {
      return Departure.TOO_MANY_OF_PRINCIPAL;
    }
    String host = visitor.host();
    if (host != null && !addresses.enter(host)) {
      leave(principal, null);
      return Departure.TOO_MANY_OF_ADDRESS;
    }
    if (open.getAndUpdate(n -> n < limits.total() ? n + 1 : n) >= limits.total()) {
      leave(principal, host);
      return Departure.OVERLOADED;
    }
    counts.opened();
    return null;
  }

  /** Gives a place back. */
  void leave(Visitor visitor, Departure why) {
    open.decrementAndGet();
    leave(visitor.principal(), visitor.host());
    counts.closed(why);
    LOG.debug("connection {}: closed ({})", visitor.id(), why.wireName());
    if (why == Departure.STALLED) {
      stalls.happened(
          times ->
              LOG.warn(
                  "{} connections were reset whose clients took nothing for SseHandlerOptions'"
                      + " stallTimeout, {} the last of them",
                  times,
                  visitor.id()));
    }
  }

  private void leave(@Nullable String principal, @Nullable String host) {
    if (principal != null) {
      principals.leave(principal);
    }
    if (host != null) {
      addresses.leave(host);
    }
  }

  /** Those whose credentials expire. */
  Credentials credentials() {
    return credentials;
  }

  void add(LoopConnections loop) {
    loops.add(loop);
  }

  void remove(LoopConnections loop) {
    loops.remove(loop);
  }

  private void logRefusals(long times, Departure last) {
    LOG.warn(
        "{} connections were not let in, the last for '{}'; {} are open, and {} allow {} in all,"
            + " {} of a principal, {} of an address",
        times,
        last.wireName(),
        open(),
        "ConnectionLimits",
        limits.total(),
        limits.perPrincipal(),
        limits.perAddress() == ConnectionLimits.UNLIMITED ? "any number" : limits.perAddress());
  }
}
