package io.github.ssebridge.testkit;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WaitingTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  @Test
  void givesUpOnAStepThatHangs() {
    assertThatThrownBy(
            () ->
                Waiting.run(
                    "Hanging",
                    SHORT,
                    () -> {
                      new CountDownLatch(1).await();
                      return null;
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Hanging took longer");
  }

  @Test
  void givesUpOnAConditionThatNeverHolds() {
    assertThatThrownBy(() -> Waiting.until("Hoping", SHORT, () -> false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Hoping took longer");
  }

  @Test
  void keepsTheCauseOfAFailedStep() {
    Exception cause = new Exception("broken");
    assertThatThrownBy(
            () ->
                Waiting.run(
                    "Working",
                    Duration.ofSeconds(5),
                    () -> {
                      throw cause;
                    }))
        .hasMessageContaining("Working failed")
        .hasCause(cause);
  }

  @Test
  void runsTheOtherPartsToTheirEndWhenOneFails() {
    AtomicBoolean ended = new AtomicBoolean();
    Callable<?> failing =
        () -> {
          throw new Exception("broken");
        };
    Callable<?> slow =
        () -> {
          new CountDownLatch(1).await(50, MILLISECONDS);
          ended.set(true);
          return null;
        };
    assertThatThrownBy(
            () -> Waiting.runAll("Working", Duration.ofSeconds(5), List.of(failing, slow)))
        .hasMessageContaining("broken");
    assertThat(ended).isTrue();
  }
}
