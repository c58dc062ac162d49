package io.github.ssebridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.StartPoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class StartFinderTest {

  private final List<CompletableFuture<long[]>> asked = new ArrayList<>();
  private final Queue<Runnable> later = new ArrayDeque<>();
  private boolean stopped;
  private final StartFinder finder = new StartFinder(this::ask, () -> stopped, later::add);

  @Test
  void asksAgainUntilThereIsAnAnswer() {
    CompletableFuture<long[]> answer = finder.find(StartPoint.LATEST);
    fail(0);
    later.remove().run();
    fail(1);
    later.remove().run();
    asked.get(2).complete(new long[] {7});
    assertThat(answer).isCompletedWithValueMatching(at -> at[0] == 7);
    assertThat(later).isEmpty();
  }

  @Test
  void asksNoMoreForAClientThatHasGone() {
    finder.find(StartPoint.LATEST).cancel(false);
    fail(0);
    later.remove().run();
    assertThat(asked).hasSize(1);
    assertThat(later).isEmpty();
  }

  @Test
  void asksNoMoreAfterTheStop() {
    CompletableFuture<long[]> answer = finder.find(StartPoint.LATEST);
    fail(0);
    stopped = true;
    later.remove().run();
    assertThat(asked).hasSize(1);
    assertThat(answer).isNotDone();
  }

  @Test
  void asksOnceForClientsThatWantTheSameWhichGoOneByOne() {
    CompletableFuture<long[]> one = finder.find(StartPoint.EARLIEST);
    CompletableFuture<long[]> other = finder.find(StartPoint.EARLIEST);
    one.cancel(false);
    fail(0);
    later.remove().run();
    asked.get(1).complete(new long[] {7});
    assertThat(other).isCompletedWithValueMatching(at -> at[0] == 7);
    assertThat(asked).hasSize(2);
  }

  @Test
  void givesEachClientAnArrayOfItsOwnAndAsksAnewForTheNext() {
    CompletableFuture<long[]> one = finder.find(StartPoint.EARLIEST);
    CompletableFuture<long[]> other = finder.find(StartPoint.EARLIEST);
    asked.get(0).complete(new long[] {7});
    assertThat(one.join()).isNotSameAs(other.join());
    var unused = finder.find(StartPoint.EARLIEST);
    assertThat(asked).hasSize(2);
  }

  private CompletionStage<long[]> ask(StartPoint start) {
    CompletableFuture<long[]> answer = new CompletableFuture<>();
    asked.add(answer);
    return answer;
  }

  private void fail(int question) {
    asked.get(question).completeExceptionally(new IllegalStateException("away"));
  }
}
