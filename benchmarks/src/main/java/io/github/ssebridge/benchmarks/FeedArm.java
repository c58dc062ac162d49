package io.github.ssebridge.benchmarks;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.kafka.KafkaFeed;
import io.github.ssebridge.kafka.KafkaFeedOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that reads a topic: into the log of a stream, or in a bare loop. Its commands run on
 * one thread.
 */
final class FeedArm {

  private static final String STREAM = "x";
  private static final long LIMIT_SECONDS = 30;

  /** What it is started with. */
  record Settings(String bootstrapServers, String topic, boolean bare) {}

  /** What reading cost. */
  record Cost(long records, long cpuNanos, long wallNanos) {

    double recordsPerCpuSecond() {
      return records * 1e9 / cpuNanos;
    }

    double nanosEach() {
      return (double) cpuNanos / records;
    }
  }

  /** Something that waits for the record of a number. */
  private interface Reading {
    void awaitLast(int number) throws InterruptedException, TimeoutException;
  }

  private final Reading reading;
  private long expected;

  private FeedArm(Reading reading) {
    this.reading = reading;
  }

  /** Takes {@link Settings} as JSON; it is ready when no record can be missed any more. */
  public static void main(String[] args) throws Exception {
    Settings settings = Json.read(args[0], Settings.class);
    FeedArm arm = new FeedArm(settings.bare ? bare(settings) : feed(settings));
    new CommandLoop()
        .on("hold", Long.class, arm::hold)
        .on("read", Nothing.class, nothing -> arm.read())
        .on("last", Integer.class, arm::last)
        .run(Nothing.NOTHING);
  }

  private static Reading bare(Settings settings) throws InterruptedException {
    LastNumber last = new LastNumber();
    BareReader reader =
        new BareReader(settings.bootstrapServers, settings.topic, HeldReads.settings()).fromEnd();
    Thread thread = new Thread(() -> reader.read((value, nanos) -> last.saw(value), () -> true));
    thread.setDaemon(true);
    thread.start();
    return number -> last.await(number, LIMIT_SECONDS);
  }

  private static Reading feed(Settings settings) throws InterruptedException, TimeoutException {
    Map<String, String> consumer = new HashMap<>(HeldReads.settings());
    consumer.put("bootstrap.servers", settings.bootstrapServers);
    EventHub hub = EventHub.create();
    hub.stream(STREAM, KafkaFeed.create(new KafkaFeedOptions(settings.topic, consumer)));
    LogWatch watch = LogWatch.open(hub, STREAM);
    watch.awaitOpen(LIMIT_SECONDS);
    return number -> watch.await(number, LIMIT_SECONDS);
  }

  private Nothing hold(long records) {
    expected = records;
    HeldReads.hold(records);
    return Nothing.NOTHING;
  }

  private Cost read() throws InterruptedException {
    long cpuNanos = ProcessProbe.cpuNanos();
    long startNanos = System.nanoTime();
    HeldReads.letGo();
    long wallNanos = System.nanoTime() - startNanos;
    // The records of the last poll are yet to be looked at.
    TimeUnit.MILLISECONDS.sleep(1);
    return new Cost(expected, ProcessProbe.cpuNanos() - cpuNanos, wallNanos);
  }

  /** So that nothing counts that has not arrived. */
  private Nothing last(int number) throws InterruptedException, TimeoutException {
    reading.awaitLast(number);
    return Nothing.NOTHING;
  }
}
