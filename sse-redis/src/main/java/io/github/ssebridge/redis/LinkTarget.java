package io.github.ssebridge.redis;

import io.lettuce.core.RedisURI;
import java.util.List;

/**
 * The Redis that a link leads to.
 *
 * @param isCluster whether it is a Redis Cluster
 * @param uris the nodes of a cluster to ask first; else one
 * @param address what log lines call it: without user and password
 */
record LinkTarget(boolean isCluster, List<RedisURI> uris, String address) {

  LinkTarget {
    uris = List.copyOf(uris);
  }

  /** The server, or the sentinels that know it. */
  RedisURI first() {
    return uris.get(0);
  }
}
