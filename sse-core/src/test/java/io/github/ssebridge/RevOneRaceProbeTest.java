package io.github.ssebridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.TestReader.ManualThread;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A probe of a review: fails as long as an event may come after the end of its stream. */
class RevOneRaceProbeTest {

  @Test
  void whatIsPublishedInTimeComesBeforeTheEnd() throws InterruptedException {
    int late = 0;
    ManualThread thread = new ManualThread();
    try (EventHub hub = EventHub.create()) {
      for (int i = 0; i < 1500; i++) {
        String name = "s" + i;
        hub.stream(name);
        TestReader reader = new TestReader(hub, name, null, thread);
        AtomicInteger accepted = new AtomicInteger();
        Thread publisher =
            new Thread(
                () -> {
                  while (!hub.publish(name, ServerSentEvent.of("x"))
                      .toCompletableFuture()
                      .isCompletedExceptionally()) {
                    accepted.incrementAndGet();
                  }
                });
        publisher.start();
        while (accepted.get() < 3) {
          Thread.onSpinWait();
        }
        hub.finish(name, "done");
        reader.readAll();
        boolean ended = reader.decoding.events.stream().anyMatch(e -> e.type().equals("sse:end"));
        publisher.join();
        TestReader back = new TestReader(hub, name, reader.lastEventId(), thread);
        if (ended && !back.data().isEmpty()) {
          late++;
        }
        back.subscription.close();
        reader.subscription.close();
      }
    }
    assertThat(late).as("streams with an event accepted that came after sse:end").isZero();
  }
}
