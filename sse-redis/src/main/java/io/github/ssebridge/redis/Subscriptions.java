package io.github.ssebridge.redis;

import io.github.ssebridge.FeedStatus;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All subscriptions of a node: one for each channel and pattern, on one connection; sharded
 * channels of a cluster on one to each node that has some.
 *
 * <p>One thread sees to everything but messages. Others only leave tasks there, and look.
 */
final class Subscriptions implements AutoCloseable {

  /** How long a node may not know that another has taken its slots. */
  static final Duration MOVE_MARGIN = Duration.ofSeconds(3);

  /** How long a message may be on its way from one node of a cluster to the others. */
  private static final Duration BUS_MARGIN = Duration.ofSeconds(1);

  private static final Duration CHECK_EVERY = Duration.ofSeconds(5);

  private final LinkClients clients;
  private final ControlThread control;
  private final @Nullable ClusterTopology topology;
  private final Map<Subject, Subscription> all = new ConcurrentHashMap<>();

  // Owned by the thread.
  private final Lane home;
  private final Map<String, Lane> lanesOfNodes = new HashMap<>();

  Subscriptions(LinkClients clients) {
    this.clients = clients;
    this.control = new ControlThread(clients.resources().eventExecutorGroup().next());
    LinkTarget target = clients.target();
    LinkWatch watch = new LinkWatch(target.address());
    if (clients.cluster() == null) {
      this.topology = null;
      this.home = new Lane(this, watch, server(target.first()), Lane.CLOCK_MARGIN);
    } else {
      this.topology = new ClusterTopology(clients, clients.cluster(), control, watch);
      this.home = new Lane(this, watch, topology::pick, BUS_MARGIN);
      var unused = control.each(CHECK_EVERY, this::checkCluster);
    }
  }

  LinkClients clients() {
    return clients;
  }

  ControlThread control() {
    return control;
  }

  /** How many channels and patterns are subscribed, or are to be. */
  int size() {
    return all.size();
  }

  FeedStatus status(Subject subject) {
    Subscription subscription = all.get(subject);
    return subscription == null ? FeedStatus.of(FeedStatus.State.STARTING) : subscription.status();
  }

  /** Begins to read a channel, also if Redis is not there yet. */
  void subscribe(ChannelReader reader) {
    control.execute(
        () -> {
          Subscription known = all.get(reader.subject());
          if (known != null) {
            known.add(reader);
          } else {
            Subscription subscription = new Subscription(reader.subject());
            subscription.add(reader);
            all.put(reader.subject(), subscription);
            place(subscription);
          }
        });
  }

  /** Ends what {@link #subscribe} began. */
  void unsubscribe(ChannelReader reader) {
    control.execute(
        () -> {
          Subscription subscription = all.get(reader.subject());
          if (subscription != null && subscription.remove(reader)) {
            all.remove(reader.subject());
            Lane lane = subscription.lane();
            if (lane != null) {
              lane.remove(subscription);
              closeEmptyLanes();
            }
          }
        });
  }

  private void place(Subscription subscription) {
    if (!subscription.equals(all.get(subscription.subject()))) {
      // Nobody wants it any more.
      return;
    }
    if (topology == null || subscription.subject().kind() != Subject.Kind.SHARDED) {
      home.add(subscription);
      return;
    }
    RedisURI owner = topology.ownerOf(subscription.subject().name());
    if (owner == null) {
      subscription.unreachable(
          "no node of the cluster is known that has " + subscription.subject());
      placeLater(subscription, Backoff.after(subscription.nextAttempt()));
    } else {
      laneOf(owner).add(subscription);
    }
  }

  /** Finds a place for it after a while, wherever it belongs then. */
  void placeLater(Subscription subscription, Duration delay) {
    control.later(delay, () -> whenRefreshed(() -> place(subscription)));
  }

  /** Has a lane that has lost its connection connect anew, with those that still belong there. */
  void reconnect(Lane lane) {
    if (topology == null) {
      lane.reconnect();
      return;
    }
    whenRefreshed(lane::reconnect);
  }

  private void whenRefreshed(Runnable task) {
    if (topology == null) {
      task.run();
      return;
    }
    Instant before = topology.verifiedAt();
    var unused =
        topology
            .refresh()
            .whenComplete(
                (done, failure) -> {
                  moveThoseElsewhere(before);
                  task.run();
                });
  }

  private void checkCluster() {
    if (!all.isEmpty()) {
      whenRefreshed(() -> {});
    }
  }

  /**
   * Finds what no node has said: one that was cut off from the others still answers, but has no
   * messages any more. Nor had it at the last look, perhaps, if the others had not found out.
   */
  private void moveThoseElsewhere(Instant lastLook) {
    if (topology == null) {
      return;
    }
    Instant since = lastLook.minus(MOVE_MARGIN);
    if (!home.isEmpty() && topology.pickedIsGone()) {
      Instant cutOff = lastLook.minus(topology.unnoticed()).minus(CHECK_EVERY);
      home.members().forEach(member -> member.lost(cutOff));
      home.disconnect();
    }
    for (Map.Entry<String, Lane> lane : new ArrayList<>(lanesOfNodes.entrySet())) {
      for (Subscription member : lane.getValue().members()) {
        RedisURI owner = topology.ownerOf(member.subject().name());
        if (owner != null && !ClusterTopology.address(owner).equals(lane.getKey())) {
          lane.getValue().remove(member);
          member.lost(since);
          laneOf(owner).add(member);
        }
      }
    }
    closeEmptyLanes();
  }

  /** A connection has been made. */
  void met(PubSubSession session) {
    ClusterTopology nodes = topology;
    if (nodes != null) {
      var unused = session.nodeTimeout().thenAcceptAsync(nodes::nodeTimeout, control);
    }
  }

  private Lane laneOf(RedisURI node) {
    return lanesOfNodes.computeIfAbsent(
        ClusterTopology.address(node),
        address -> new Lane(this, new LinkWatch(address), server(node), Lane.CLOCK_MARGIN));
  }

  private Supplier<CompletionStage<ChosenServer>> server(RedisURI uri) {
    if (uri.getSentinels().isEmpty()) {
      return () -> CompletableFuture.completedStage(ChosenServer.forGood(uri));
    }
    return new Sentinels(clients, uri)::choose;
  }

  private void closeEmptyLanes() {
    lanesOfNodes
        .values()
        .removeIf(
            lane -> {
              if (lane.isEmpty()) {
                lane.close();
              }
              return lane.isEmpty();
            });
  }

  /** Closes all connections; nothing comes any more, and nothing is said. */
  @Override
  public void close() {
    control.execute(
        () -> {
          home.close();
          lanesOfNodes.values().forEach(Lane::close);
        });
  }
}
