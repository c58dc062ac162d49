package io.github.ssebridge.benchmarks;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The side that serves: one arm on one event loop, a publisher, and a probe. Its commands run on
 * one thread, which owns the state.
 */
final class FanOutServer implements AutoCloseable {

  private static final long LIMIT_SECONDS = 30;

  private final Vertx vertx;
  private final Arm arm;
  private final Publisher publisher;
  private final ServerReady ready;
  private @Nullable CompletableFuture<Published> running;

  /** A server that listens. */
  FanOutServer(ServerSettings settings) throws IOException {
    vertx = Listening.vertx();
    arm = arm(vertx, settings);
    publisher = new Publisher(arm, settings.keys());
    ready = Listening.start(vertx, arm::accept);
  }

  /** Takes {@link ServerSettings} as JSON. */
  public static void main(String[] args) throws IOException, InterruptedException {
    FanOutServer server = new FanOutServer(Json.read(args[0], ServerSettings.class));
    server.commands().run(server.ready);
  }

  ServerReady ready() {
    return ready;
  }

  @Override
  public void close() {
    var unused =
        vertx
            .close()
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
            .join();
  }

  private static Arm arm(Vertx vertx, ServerSettings settings) {
    return switch (settings.arm()) {
      case ENGINE -> new EngineArm(vertx, settings);
      case NAIVE -> new LoopArm(vertx.getOrCreateContext(), false);
      case PRE_ENCODED -> new LoopArm(vertx.getOrCreateContext(), true);
      case RAW -> new RawArm(settings.storedEvents());
    };
  }

  CommandLoop commands() {
    return new CommandLoop()
        .on("publish", Schedule.class, this::publish)
        .on("published", Nothing.class, nothing -> published())
        .on("stop", Nothing.class, nothing -> stop())
        .on("cpu", Nothing.class, nothing -> ProcessProbe.cpuNanos())
        .on("memory", Nothing.class, nothing -> ProcessProbe.memory())
        .on("heap", Nothing.class, nothing -> ProcessProbe.heapAfterCollection())
        .on("subscribers", Nothing.class, nothing -> arm.subscribers());
  }

  private Nothing publish(Schedule schedule) {
    if (running != null) {
      throw new IllegalStateException("a schedule is running");
    }
    running = publisher.start(schedule);
    return Nothing.NOTHING;
  }

  private Nothing stop() {
    publisher.stop();
    return Nothing.NOTHING;
  }

  /** Waits until the schedule is over. */
  private Published published() throws Exception {
    Published published = Objects.requireNonNull(running, "no schedule").get();
    running = null;
    return published;
  }
}
