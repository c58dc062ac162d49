package io.github.ssebridge.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes a cluster has, and which of them has a channel. The thread that looks after
 * subscriptions owns it.
 */
final class ClusterTopology {

  private final LinkClients clients;
  private final RedisClusterClient client;
  private final ControlThread control;
  private final LinkWatch watch;

  private @Nullable CompletionStage<Void> refreshing;
  private boolean known;
  private Instant verifiedAt = Instant.EPOCH;
  private Duration nodeTimeout = Duration.ofSeconds(15);
  private @Nullable RedisURI picked;
  private int turn;

  ClusterTopology(
      LinkClients clients, RedisClusterClient client, ControlThread control, LinkWatch watch) {
    this.clients = clients;
    this.client = client;
    this.control = control;
    this.watch = watch;
  }

  /** When the look began that all answers here are of. */
  Instant verifiedAt() {
    return verifiedAt;
  }

  /** The cluster has said what its {@code cluster-node-timeout} is; Redis has 15 s by default. */
  void nodeTimeout(Duration said) {
    nodeTimeout = said;
  }

  /**
   * How long the others may not know that a node is cut off from them. Half the timeout until they
   * ask it, one until they give up, and half of one until most have heard that of each other.
   */
  Duration unnoticed() {
    return nodeTimeout.multipliedBy(2);
  }

  /** Looks again; those who ask meanwhile share the look. */
  CompletionStage<Void> refresh() {
    if (refreshing == null) {
      Instant began = Instant.now();
      refreshing =
          clients
              .refresh(client)
              .whenCompleteAsync((done, failure) -> refreshed(began, failure), control);
    }
    return refreshing;
  }

  private void refreshed(Instant began, @Nullable Throwable failure) {
    refreshing = null;
    if (failure == null) {
      known = true;
      verifiedAt = began;
      watch.answered();
    } else {
      watch.unreachable(failure);
    }
  }

  /** The node that has a channel's slot, null if that is not known. */
  @Nullable RedisURI ownerOf(String channel) {
    if (!known) {
      return null;
    }
    RedisClusterNode owner = client.getPartitions().getPartitionBySlot(SlotHash.getSlot(channel));
    return owner == null ? null : owner.getUri();
  }

  /** A node that should be there; another one each time, so that one that is not there is left. */
  CompletionStage<ChosenServer> pick() {
    return (known ? CompletableFuture.<Void>completedStage(null) : refresh())
        .thenApply(done -> ChosenServer.forGood(pickKnown()));
  }

  private RedisURI pickKnown() {
    List<RedisURI> usable =
        client.getPartitions().getPartitions().stream()
            .filter(ClusterTopology::isUsable)
            .map(RedisClusterNode::getUri)
            .toList();
    if (usable.isEmpty()) {
      throw new IllegalStateException("the cluster has no node that is well");
    }
    picked = usable.get(Math.floorMod(turn++, usable.size()));
    return picked;
  }

  /** Whether the node that {@link #pick} gave last has left the cluster, or the others miss it. */
  boolean pickedIsGone() {
    RedisURI node = picked;
    return known
        && node != null
        && client.getPartitions().getPartitions().stream()
            .noneMatch(each -> isUsable(each) && address(each.getUri()).equals(address(node)));
  }

  private static boolean isUsable(RedisClusterNode node) {
    return !node.is(NodeFlag.FAIL) && !node.is(NodeFlag.NOADDR) && !node.is(NodeFlag.HANDSHAKE);
  }

  /** What a node is called. */
  static String address(RedisURI node) {
    return node.getHost() + ":" + node.getPort();
  }
}
