package io.github.ssebridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.LogOptions;
import io.github.ssebridge.redis.RedisLink;
import io.github.ssebridge.redis.RedisStreamFeed;
import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.FreePort;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two nodes of one Redis stream, and 200 clients that go from one to the other. */
@Tag("long")
class AnyNodeOfRedisTest {

  private static final int CLIENTS = 200;
  private static final int ENTRIES = 6_000;

  // About a second of what is added: who is away for longer finds it gone from the log.
  private static final LogOptions SMALL = LogOptions.defaults().withMaxEvents(1000);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final List<StreamLedger> ledgers = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  void givesEachClientEachEntryOnceAndInOrderWhileRedisIsKilledTwice() throws Exception {
    EmbeddedRedis redis = keep(EmbeddedRedis.startPersistent(FreePort.find()));
    NumberedEntries entries = new NumberedEntries(redis.port());
    roam(redis, entries, number -> killAt(number, redis));
    assertThat(gaps()).isZero();
    assertThat(ledgers).allMatch(ledger -> ledger.resets == 0);
  }

  @Test
  void saysHowManyAreMissingIfTheStreamIsTrimmedMeanwhile() throws Exception {
    EmbeddedRedis redis = keep(EmbeddedRedis.start());
    NumberedEntries entries = new NumberedEntries(redis.port());
    roam(
        redis,
        entries,
        number -> {
          if (number % 500 == 0) {
            entries.trimTo(300);
          }
        });
    // Few: those whose id has no number, since they were cut while they were told of another gap.
    assertThat(gaps()).isGreaterThan(10 * uncounted());
    assertThat(ledgers).allMatch(ledger -> ledger.resets == 0);
  }

  @Test
  void tellsEachClientThatRedisHasLostTheStream() throws Exception {
    EmbeddedRedis redis = keep(EmbeddedRedis.start());
    NumberedEntries entries = new NumberedEntries(redis.port());
    roam(redis, entries, number -> killAt(number, redis));
    assertThat(entries.generation()).isEqualTo(2);
    assertThat(gaps()).isZero();
    assertThat(ledgers).allMatch(ledger -> ledger.resets >= 2);
  }

  private static void killAt(int number, EmbeddedRedis redis) {
    if (number == ENTRIES / 3 || number == 2 * ENTRIES / 3) {
      redis.kill();
      redis.startAgain();
    }
  }

  private void roam(EmbeddedRedis redis, NumberedEntries entries, Consumer<Integer> meanwhile)
      throws Exception {
    long seed = new Random().nextLong();
    System.out.println("AnyNodeOfRedisTest: seed " + seed);
    OrderNodes nodes = keep(new OrderNodes());
    List<Integer> ports = List.of(node(nodes, redis), node(nodes, redis));
    try (RoamingClients clients = new RoamingClients(CLIENTS, this::ledger, seed, ports)) {
      clients.awaitOpened();
      for (int i = 0; i < ENTRIES; i++) {
        entries.add();
        meanwhile.accept(i);
      }
      clients.awaitAll(entries.generation() * StreamLedger.GENERATION + entries.next());
    }
    System.out.printf(
        "AnyNodeOfRedisTest: %d gaps told with a count, %d without%n",
        gaps() - uncounted(), uncounted());
  }

  private int node(OrderNodes nodes, EmbeddedRedis redis) {
    RedisLink link = RedisLink.create(redis.uri());
    // Closed after the hubs.
    opened.addLast(link);
    return nodes.start(RedisStreamFeed.create(link, NumberedEntries.KEY), SMALL);
  }

  private StreamLedger ledger() {
    StreamLedger ledger = new StreamLedger();
    ledgers.add(ledger);
    return ledger;
  }

  private long gaps() {
    return uncounted() + ledgers.stream().mapToLong(ledger -> ledger.countedGaps).sum();
  }

  private long uncounted() {
    return ledgers.stream().mapToLong(ledger -> ledger.uncountedGaps).sum();
  }

  private <T extends AutoCloseable> T keep(T part) {
    opened.push(part);
    return part;
  }
}
