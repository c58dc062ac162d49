package io.github.ssebridge.redis;

import io.github.ssebridge.redis.ChosenServer.Verdict;
import io.lettuce.core.RedisURI;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * The Sentinels of a URI, and which server most of them call the master: that is where publishers
 * are sent. The thread that looks after subscriptions owns it.
 */
final class Sentinels {

  private final RedisURI uri;
  private final List<Sentinel> all;

  Sentinels(LinkClients clients, RedisURI uri) {
    this.uri = uri;
    String master = uri.getSentinelMasterId();
    this.all =
        uri.getSentinels().stream().map(each -> new Sentinel(clients, each, master)).toList();
  }

  /** The server that most of those who answer name; fails if none does. */
  CompletionStage<ChosenServer> choose() {
    return votes().thenApply(votes -> chosen(mostNamed(votes)));
  }

  private ChosenServer chosen(InetSocketAddress master) {
    // With the login of the server, which is not that of the Sentinels.
    RedisURI server =
        RedisURI.builder(uri).withHost(master.getHostString()).withPort(master.getPort()).build();
    return new ChosenServer(
        server, () -> votes().handle((votes, failure) -> verdict(votes, failure, master)));
  }

  private Verdict verdict(
      Map<InetSocketAddress, Integer> votes, Throwable failure, InetSocketAddress master) {
    if (failure != null) {
      return Verdict.UNKNOWN;
    }
    int same = votes.getOrDefault(master, 0);
    if (votes.getOrDefault(mostNamed(votes), 0) > same) {
      return Verdict.REPLACED;
    }
    // Those who do not answer may be where the others see another master by now.
    return same > all.size() / 2 ? Verdict.STILL : Verdict.UNKNOWN;
  }

  private static InetSocketAddress mostNamed(Map<InetSocketAddress, Integer> votes) {
    return votes.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  /** How many name each server; never empty. */
  private CompletionStage<Map<InetSocketAddress, Integer>> votes() {
    List<CompletableFuture<InetSocketAddress>> answers =
        all.stream().map(Sentinel::master).map(CompletionStage::toCompletableFuture).toList();
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .handle((done, failure) -> count(answers, failure));
  }

  private static Map<InetSocketAddress, Integer> count(
      List<CompletableFuture<InetSocketAddress>> answers, Throwable failure) {
    Map<InetSocketAddress, Integer> votes = new LinkedHashMap<>();
    answers.stream()
        .filter(answer -> !answer.isCompletedExceptionally())
        .forEach(answer -> votes.merge(answer.join(), 1, Integer::sum));
    if (votes.isEmpty()) {
      throw new CompletionException(Causes.root(failure));
    }
    return votes;
  }
}
