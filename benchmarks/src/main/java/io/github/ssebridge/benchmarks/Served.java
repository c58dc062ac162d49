package io.github.ssebridge.benchmarks;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * An arm in the benchmark's process that writes to 32 connections over loopback, with a thread that
 * throws away what comes. Owned by the benchmark's thread.
 */
@State(Scope.Thread)
public abstract class Served {

  private static final int CONNECTIONS = 32;

  private final Vertx vertx = Listening.vertx();
  private final Arm arm;
  private final Discarding clients = new Discarding();
  private long published;

  Served(Function<Vertx, Arm> making) {
    arm = making.apply(vertx);
  }

  /** Connects all clients. */
  @Setup
  public void connect() throws IOException, InterruptedException {
    int port = Listening.start(vertx, arm::accept).port();
    clients.connect(port, "/x", CONNECTIONS);
    while (arm.subscribers() < CONNECTIONS) {
      Clock.sleep(0.01);
    }
    clients.awaitQuiet();
  }

  /** Publishes one event, until it has been written to all. */
  void publish() {
    CountDownLatch written = new CountDownLatch(1);
    arm.publish(Arm.NO_KEY, published, 0);
    published++;
    // After the turn that writes, which was submitted before.
    vertx.getOrCreateContext().runOnContext(now -> written.countDown());
    try {
      written.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Fails unless each event has come to each client. */
  @TearDown
  public void check() throws IOException, InterruptedException {
    clients.awaitBytes(published * CONNECTIONS * EventText.BLOCK_BYTES);
    clients.close();
    var unused = vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** The engine as an application uses it. */
  @State(Scope.Thread)
  public static class ByEngine extends Served {
    /** Used by JMH. */
    public ByEngine() {
      super(
          on -> new EngineArm(on, ServerSettings.of(ArmKind.ENGINE).withHeartbeatMillis(600_000)));
    }
  }

  /** A loop over the responses. */
  @State(Scope.Thread)
  public static class ByLoop extends Served {
    /** Used by JMH. */
    public ByLoop() {
      super(on -> new LoopArm(on.getOrCreateContext(), true));
    }
  }
}
