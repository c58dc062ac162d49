package io.github.ssebridge.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.ServerSentEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Publishes 0, 1, 2 and so on at a steady rate, and knows when each came to Redis. A thread of its
 * own publishes until {@link #close}; safe for use by any other.
 */
final class NumberedMessages implements AutoCloseable {

  private static final int BATCHES_PER_SECOND = 100;
  private static final Pattern TIMES =
      Pattern.compile("\"since\":\"([^\"]+)\",\"until\":\"([^\"]+)\"");

  private record Window(Instant from, Instant to) {
    boolean meets(Window other) {
      return !from.isAfter(other.to) && !to.isBefore(other.from);
    }
  }

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final Consumer<List<byte[]>> publisher;
  private final int batchSize;
  // Written by the thread, read after its end; null of what Redis may not have.
  private final List<Window> windows = new ArrayList<>();
  private final List<Boolean> published = new ArrayList<>();
  private final AtomicInteger count = new AtomicInteger();

  /**
   * Begins to publish.
   *
   * @param publisher returns when Redis has all of these, in this order; throws if it may not
   */
  NumberedMessages(int perSecond, Consumer<List<byte[]>> publisher) {
    this.publisher = publisher;
    this.batchSize = perSecond / BATCHES_PER_SECOND;
    var unused =
        thread.scheduleAtFixedRate(
            this::publish, 0, 1000 / BATCHES_PER_SECOND, TimeUnit.MILLISECONDS);
  }

  private void publish() {
    List<byte[]> batch =
        IntStream.range(windows.size(), windows.size() + batchSize)
            .mapToObj(number -> String.valueOf(number).getBytes(UTF_8))
            .toList();
    Instant from = Instant.now();
    boolean done = true;
    try {
      publisher.accept(batch);
    } catch (RuntimeException e) {
      done = false;
    }
    Window window = new Window(from, Instant.now());
    for (int i = 0; i < batchSize; i++) {
      windows.add(window);
      published.add(done);
    }
    count.set(windows.size());
  }

  /** How many have been published until now. */
  int count() {
    return count.get();
  }

  /** How many Redis may not have. */
  long unsure() {
    return published.stream().filter(done -> !done).count();
  }

  /** Ends; returns the last number that Redis has. */
  int end() {
    close();
    assertThat(published).contains(true);
    return published.lastIndexOf(true);
  }

  /**
   * Checks that a client has got every message once and in order, or been told of the time when it
   * was published.
   */
  void assertGotOrTold(List<ServerSentEvent> events) {
    List<Integer> got =
        events.stream()
            .filter(event -> !event.isControl())
            .map(event -> Integer.valueOf(event.data()))
            .toList();
    assertThat(got).isSorted().doesNotHaveDuplicates();
    List<Window> told =
        events.stream()
            .filter(event -> event.type().equals("sse:gap"))
            .map(event -> window(event.data()))
            .toList();
    Set<Integer> gotSet = got.stream().collect(Collectors.toSet());
    List<Integer> untold =
        IntStream.range(0, windows.size())
            .filter(number -> published.get(number) && !gotSet.contains(number))
            .filter(number -> told.stream().noneMatch(gap -> gap.meets(windows.get(number))))
            .boxed()
            .toList();
    assertThat(untold)
        .as("neither got nor told of; first at %s; told %s", first(untold), told)
        .isEmpty();
  }

  private String first(List<Integer> numbers) {
    return numbers.isEmpty() ? "" : windows.get(numbers.get(0)).toString();
  }

  private static Window window(String gap) {
    assertThat(gap).contains("\"reason\":\"disconnected\"");
    Matcher times = TIMES.matcher(gap);
    assertThat(times.find()).as(gap).isTrue();
    return new Window(Instant.parse(times.group(1)), Instant.parse(times.group(2)));
  }

  /** How long all the times take together that a client was told of. */
  static Duration told(List<ServerSentEvent> events) {
    return events.stream()
        .filter(event -> event.type().equals("sse:gap"))
        .map(event -> window(event.data()))
        .map(gap -> Duration.between(gap.from(), gap.to()))
        .reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      assertThat(thread.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
