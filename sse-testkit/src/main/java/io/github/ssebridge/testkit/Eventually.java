package io.github.ssebridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.ServerSentEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;

/** What is waited for in the tests of feeds, and what is looked at then. No state. */
public final class Eventually {

  private static final Duration LIMIT = Duration.ofSeconds(25);

  private Eventually() {}

  /** It comes to hold. */
  public static void check(ThrowingRunnable check) {
    check(LIMIT, check);
  }

  /** It comes to hold within a time. */
  public static void check(Duration limit, ThrowingRunnable check) {
    await().pollInterval(Duration.ofMillis(10)).atMost(limit).untilAsserted(check);
  }

  /** It comes to be so. */
  public static void until(Callable<Boolean> condition) {
    await().pollInterval(Duration.ofMillis(20)).atMost(LIMIT.multipliedBy(2)).until(condition);
  }

  /** It holds now, and for a while. */
  public static void stays(Duration howLong, ThrowingRunnable check) {
    await().pollInterval(Duration.ofMillis(50)).during(howLong).atMost(LIMIT).untilAsserted(check);
  }

  /** The client is told where it is. */
  public static void greeted(FeedReader reader) {
    check(() -> assertThat(reader.events("sse:open")).hasSize(1));
  }

  /** The client gets exactly this, in this order. */
  public static void gets(FeedReader reader, List<String> data) {
    check(() -> assertThat(reader.data()).hasSizeGreaterThanOrEqualTo(data.size()));
    assertThat(reader.data()).containsExactlyElementsOf(data);
  }

  /** The client gets exactly this, in this order. */
  public static void gets(FeedReader reader, String... data) {
    gets(reader, Arrays.asList(data));
  }

  /** The client gets exactly this, of several partitions. */
  public static void getsInAnyOrder(FeedReader reader, List<String> data) {
    check(() -> assertThat(reader.data()).hasSizeGreaterThanOrEqualTo(data.size()));
    assertThat(reader.data()).containsExactlyInAnyOrderElementsOf(data);
  }

  /** Reads some, or all but the greeting, as {@code gap expired} or {@code message 1}. */
  public static List<String> story(FeedReader reader) {
    return reader.events().stream()
        .filter(event -> !event.type().equals("sse:open"))
        .map(Eventually::told)
        .toList();
  }

  private static String told(ServerSentEvent event) {
    return event.isControl()
        ? event.type().substring("sse:".length())
            + " "
            + event.data().replaceAll(".*\"reason\":\"([a-z-]+)\".*", "$1")
        : event.data();
  }

  /** The id of one of its events. */
  public static String id(FeedReader reader, int event) {
    return Objects.requireNonNull(reader.events().get(event).id());
  }

  /** The data of the only gap. */
  public static String gap(FeedReader reader) {
    assertThat(reader.events("sse:gap")).hasSize(1);
    return reader.events("sse:gap").get(0).data();
  }

  /** Values that say their number. */
  public static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  /** Values that say their number. */
  public static String[] values(int from, int to) {
    return numbers(from, to).toArray(String[]::new);
  }

  /** How many threads there are whose name begins like this. */
  public static long threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .count();
  }
}
