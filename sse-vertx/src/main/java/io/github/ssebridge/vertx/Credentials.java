package io.github.ssebridge.vertx;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The open connections whose credentials expire, by principal, so that a request with a new
 * credential finds them. Safe for use by any thread.
 */
final class Credentials {

  private final ConcurrentMap<String, Set<EventResponse>> byPrincipal = new ConcurrentHashMap<>();

  void add(String principal, EventResponse response) {
    byPrincipal.compute(
        principal,
        (same, responses) -> {
          Set<EventResponse> all = responses == null ? ConcurrentHashMap.newKeySet() : responses;
          all.add(response);
          return all;
        });
  }

  void remove(String principal, EventResponse response) {
    byPrincipal.computeIfPresent(
        principal,
        (same, responses) -> {
          responses.remove(response);
          return responses.isEmpty() ? null : responses;
        });
  }

  Collection<EventResponse> of(String principal) {
    return List.copyOf(byPrincipal.getOrDefault(principal, Set.of()));
  }
}
