package io.github.ssebridge.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.Eventually;
import io.github.ssebridge.testkit.SseClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * A stream of numbered events, a client that is cut off, and a witness that reads it undisturbed.
 * The test's thread owns it.
 */
final class ClientTrial implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final int EVERY_MILLIS = 3;
  private static final int SOME = 10;
  private static final long NO_TIMER = -1;

  private final StreamServer server;
  private final String path;
  private final IntFunction<ServerSentEvent> events;
  private final Runnable cut;
  private final Reading reading;
  private final SseClient witness;
  private final AtomicInteger published = new AtomicInteger();
  private long timer = NO_TIMER;

  /**
   * Has the client read a new stream.
   *
   * @param port where the client connects to
   * @param cut ends its connection
   */
  ClientTrial(StreamServer server, MatrixClient client, int port, Runnable cut) {
    this.server = server;
    this.cut = cut;
    path = server.newStream();
    events = client.has(Fault.STANDS_STILL_AT_LONG_EVENTS) ? Numbered::shortEvent : Numbered::event;
    witness = SseClient.connect(server.uri(path).toString());
    reading = client.open(port, path);
    awaitReturns(0);
  }

  /** Publishes all the time, and cuts the client off in the midst of it. */
  void cutsWhilePublishing(int cuts) {
    timer = server.vertx.setPeriodic(EVERY_MILLIS, tick -> publishNext());
    for (int returns = 1; returns <= cuts; returns++) {
      awaitSomeMore();
      cut.run();
      awaitReturns(returns);
    }
    awaitSomeMore();
    server.vertx.cancelTimer(timer);
  }

  /** Publishes nothing until heartbeats have been sent, then one event. */
  void staysQuietForSomeHeartbeats() {
    int before = witness.heartbeats();
    Eventually.check(
        LIMIT, () -> assertThat(witness.heartbeats()).isGreaterThanOrEqualTo(before + 3));
    publishNext();
  }

  /** Cuts the client off while there is nothing to read; there is when it is back. */
  void cutsInQuiet(int earlierCuts) {
    awaitAll();
    cut.run();
    awaitReturns(earlierCuts + 1);
    publishNext();
  }

  /** What the client has seen of the events, when it has seen as many as the witness. */
  List<SeenEvent> seen() {
    awaitAll();
    return seenOfEvents();
  }

  /** The types of the bridge's own events that the client has seen. */
  List<String> seenControls() {
    return reading.events().stream().filter(SeenEvent::isControl).map(SeenEvent::type).toList();
  }

  /** What there was to see. */
  List<SeenEvent> sent() {
    return witness.events().stream()
        .filter(event -> !event.isControl())
        .map(SeenEvent::of)
        .toList();
  }

  private void publishNext() {
    server.publish(path, events.apply(published.getAndIncrement()));
  }

  private void awaitReturns(int returns) {
    Eventually.check(LIMIT, () -> assertThat(seenControls()).hasSizeGreaterThan(returns));
  }

  private void awaitSomeMore() {
    int before = reading.events().size();
    Eventually.check(LIMIT, () -> assertThat(reading.events()).hasSizeGreaterThan(before + SOME));
  }

  private void awaitAll() {
    Eventually.check(LIMIT, () -> assertThat(sent()).hasSize(published.get()));
    Eventually.check(
        LIMIT, () -> assertThat(seenOfEvents()).hasSizeGreaterThanOrEqualTo(sent().size()));
  }

  private List<SeenEvent> seenOfEvents() {
    return reading.events().stream().filter(event -> !event.isControl()).toList();
  }

  @Override
  public void close() {
    server.vertx.cancelTimer(timer);
    reading.close();
    witness.close();
  }
}
