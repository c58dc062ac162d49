package io.github.ssebridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.TestReader.ManualThread;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscriptionSoakTest {

  private static final int SUBSCRIPTIONS = 200_000;
  private static final int OPEN_AT_ONCE = 500;

  private final EventHub hub =
      EventHub.create(
          HubOptions.defaults()
              .withStreams(
                  StreamOptions.defaults().withLog(LogOptions.defaults().withMaxEvents(100))))
          .stream("prices")
          .stream("chat");

  /** Reads what there is and keeps nothing. */
  private static final class Forgetful implements Subscriber {
    final Subscription subscription;

    Forgetful(EventHub hub, List<StreamSelection> selections, ReaderLoop loop) {
      subscription = hub.subscribe(selections, null, loop, this);
    }

    @Override
    public boolean wake() {
      LogSlice next = subscription.poll(1000);
      if (next != null) {
        next.release();
      }
      return next != null;
    }

    @Override
    public void end() {}
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void heapAndReadersEndWhereTheyBegan() {
    openAndClose(SUBSCRIPTIONS / 10, 1);
    long before = usedHeap();
    openAndClose(SUBSCRIPTIONS, 2);
    assertThat(hub.subscribers("prices") + hub.subscribers("chat")).isZero();
    assertThat(hub.seated("prices") + hub.seated("chat")).isZero();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(usedHeap() - before).isLessThan(2 << 20));
  }

  private void openAndClose(int subscriptions, long seed) {
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publishUntil(done));
    Random random = new Random(seed);
    ManualThread thread = new ManualThread();
    Queue<Forgetful> open = new ArrayDeque<>();
    for (int i = 0; i < subscriptions; i++) {
      open.add(new Forgetful(hub, anySelection(random), thread.loop));
      if (open.size() > OPEN_AT_ONCE) {
        open.remove().subscription.close();
      }
      if (i % 100 == 0) {
        thread.runAll();
      }
    }
    open.forEach(reader -> reader.subscription.close());
    thread.runAll();
    done.set(true);
    publishing.join();
  }

  private static List<StreamSelection> anySelection(Random random) {
    Set<String> keys = random.nextBoolean() ? Set.of() : Set.of("k" + random.nextInt(1000));
    return random.nextInt(4) == 0
        ? List.of(StreamSelection.all("chat"), new StreamSelection("prices", keys))
        : List.of(new StreamSelection("prices", keys));
  }

  private void publishUntil(AtomicBoolean done) {
    for (int i = 0; !done.get(); i++) {
      LockSupport.parkNanos(1000);
      hub.publish("prices", "k" + i % 1000, ServerSentEvent.of("e" + i));
    }
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
