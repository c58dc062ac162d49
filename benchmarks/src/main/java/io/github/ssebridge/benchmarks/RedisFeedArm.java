package io.github.ssebridge.benchmarks;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.redis.RedisLink;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A process that reads a channel or a stream of Redis: into the log of a stream, or by the least
 * that reads it. Its commands run on one thread.
 */
final class RedisFeedArm {

  private static final String STREAM = "x";
  private static final long OPEN_SECONDS = 30;
  private static final double LOOK_SECONDS = 0.01;
  private static final double GIVE_UP_SECONDS = 5;

  /** What it is started with. */
  record Settings(String uri, RedisKind kind, String name, boolean bare) {}

  /** What reading cost, from {@code begin} until the last message was there. */
  record Cost(long messages, long cpuNanos, double seconds) {

    double perCpuSecond() {
      return messages * 1e9 / cpuNanos;
    }

    double nanosEach() {
      return (double) cpuNanos / messages;
    }
  }

  private final LongSupplier received;
  private long receivedBefore;
  private long cpuNanosBefore;
  private long startNanos;

  private RedisFeedArm(LongSupplier received) {
    this.received = received;
  }

  /** Takes {@link Settings} as JSON; it is ready when no message can be missed any more. */
  public static void main(String[] args) throws Exception {
    Settings settings = Json.read(args[0], Settings.class);
    RedisFeedArm arm = new RedisFeedArm(settings.bare ? bare(settings) : node(settings));
    new CommandLoop()
        .on("begin", Nothing.class, nothing -> arm.begin())
        .on("end", Long.class, arm::end)
        .run(Nothing.NOTHING);
  }

  private static LongSupplier bare(Settings settings) {
    if (settings.kind == RedisKind.CHANNEL) {
      return BareListener.subscribe(settings.uri, settings.name)::count;
    }
    AtomicLong count = new AtomicLong();
    LastNumber last = new LastNumber();
    BareEntryReader reader = BareEntryReader.fromEnd(settings.uri, settings.name);
    Thread thread =
        new Thread(
            () ->
                reader.read(
                    (value, nanos) -> {
                      last.saw(value);
                      count.setRelease(count.getPlain() + 1);
                    },
                    () -> true),
            "bare");
    thread.setDaemon(true);
    thread.start();
    return count::get;
  }

  private static LongSupplier node(Settings settings)
      throws InterruptedException, TimeoutException {
    RedisLink link = RedisLink.create(settings.uri);
    EventHub hub = EventHub.create().stream(STREAM, settings.kind.feed(link, settings.name));
    AppendWatch watch = AppendWatch.open(hub, STREAM);
    watch.awaitOpen(OPEN_SECONDS);
    return watch::appended;
  }

  private Nothing begin() {
    receivedBefore = received.getAsLong();
    startNanos = System.nanoTime();
    cpuNanosBefore = ProcessProbe.cpuNanos();
    return Nothing.NOTHING;
  }

  /** Waits until so many messages have come since {@code begin}, or none comes any more. */
  private Cost end(long expected) {
    long messages = received.getAsLong() - receivedBefore;
    long progressNanos = System.nanoTime();
    while (messages < expected && System.nanoTime() - progressNanos < GIVE_UP_SECONDS * 1e9) {
      Clock.sleep(LOOK_SECONDS);
      long now = received.getAsLong() - receivedBefore;
      progressNanos = now == messages ? progressNanos : System.nanoTime();
      messages = now;
    }
    long cpuNanos = ProcessProbe.cpuNanos() - cpuNanosBefore;
    return new Cost(messages, cpuNanos, (System.nanoTime() - startNanos) / 1e9);
  }
}
