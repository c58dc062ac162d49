package io.github.ssebridge.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SendOrderTest {

  private final List<Integer> sent = new ArrayList<>();
  private CompletableFuture<List<Integer>> connection = new CompletableFuture<>();
  private final SendOrder<List<Integer>> order = new SendOrder<>(() -> connection);

  @Test
  void sendsInTheOrderOfTheCallsWhatWaitsForTheConnection() {
    List<Integer> numbers = IntStream.range(0, 1_000).boxed().toList();
    assertThat(numbers).map(this::send).noneMatch(CompletableFuture::isDone);
    assertThat(sent).isEmpty();
    connection.complete(sent);
    assertThat(sent).isEqualTo(numbers);
  }

  @Test
  void sendsTheNextWithoutTheAnswerToTheOneBefore() {
    connection.complete(sent);
    assertThat(send(1)).isNotDone();
    assertThat(send(2)).isNotDone();
    assertThat(sent).containsExactly(1, 2);
  }

  @Test
  void goesOnAfterAConnectionThatWasNotMade() {
    CompletableFuture<Integer> failed = send(1);
    connection.completeExceptionally(new IllegalStateException("away"));
    assertThat(failed).isCompletedExceptionally();
    connection = CompletableFuture.completedFuture(sent);
    var unused = send(2);
    assertThat(sent).containsExactly(2);
  }

  /** Sends a number that is never answered. */
  private CompletableFuture<Integer> send(int number) {
    return order
        .send(
            to -> {
              to.add(number);
              return new CompletableFuture<Integer>();
            })
        .toCompletableFuture();
  }
}
