package io.github.ssebridge.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.RedisConsole;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Publishes, and looks at what came of it. */
final class Published {

  static final Duration LIMIT = Duration.ofSeconds(20);

  // Three seconds to connect, three for an answer, and some for a busy machine.
  private static final Duration AT_ONCE = Duration.ofSeconds(8);

  private Published() {}

  /** Publishes the numbers from 0 on and waits for none of them. */
  static List<CompletionStage<String>> numbers(RedisPublisher publisher, int count) {
    return numbers(count).stream()
        .map(number -> publisher.publish(ServerSentEvent.of(number)))
        .toList();
  }

  static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }

  /** Publishes until it succeeds, and counts that as one. */
  static void atLast(RedisPublisher publisher, String data) {
    await().atMost(LIMIT).until(() -> succeeds(publisher.publish(ServerSentEvent.of(data))));
  }

  static boolean succeeds(CompletionStage<String> stage) {
    CompletableFuture<String> future = stage.toCompletableFuture();
    await().atMost(AT_ONCE).until(future::isDone);
    return !future.isCompletedExceptionally();
  }

  static String now(RedisPublisher publisher, String data) {
    return id(publisher.publish(ServerSentEvent.of(data)));
  }

  static String id(CompletionStage<String> stage) {
    return stage.toCompletableFuture().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  static List<String> ids(List<CompletionStage<String>> stages) {
    return stages.stream().map(Published::id).toList();
  }

  /** The ids of the stream's entries. */
  static List<String> idsIn(RedisConsole console, String key) {
    return entries(console, key).stream()
        .map(entry -> String.valueOf(((List<?>) entry).get(0)))
        .toList();
  }

  /** The fields and values of each of the stream's entries. */
  static List<List<?>> fieldsIn(RedisConsole console, String key) {
    return entries(console, key).stream()
        .<List<?>>map(entry -> (List<?>) ((List<?>) entry).get(1))
        .toList();
  }

  /** The data of the stream's entries. */
  static List<String> dataIn(RedisConsole console, String key) {
    return fieldsIn(console, key).stream().map(fields -> String.valueOf(fields.get(1))).toList();
  }

  private static List<?> entries(RedisConsole console, String key) {
    return console.list("XRANGE", key, "-", "+");
  }

  static void assertThatFails(CompletionStage<String> stage, String... texts) {
    assertThatFails(stage, IllegalStateException.class, texts);
  }

  static void assertThatFails(
      CompletionStage<String> stage, Class<? extends Exception> type, String... texts) {
    assertThat(stage.toCompletableFuture())
        .failsWithin(AT_ONCE)
        .withThrowableThat()
        .withCauseInstanceOf(type)
        .satisfies(failure -> assertThat(failure.getMessage()).contains(texts));
  }
}
