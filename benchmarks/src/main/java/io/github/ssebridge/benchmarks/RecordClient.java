package io.github.ssebridge.benchmarks;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A process that reads the streams of nodes over HTTP, and topics in bare loops. Its commands run
 * on one thread.
 */
final class RecordClient {

  private final ClientLoop loop = new ClientLoop();
  private @Nullable ReturningCrowd crowd;

  private RecordClient() {}

  /** Takes no argument that matters. */
  public static void main(String[] args) throws InterruptedException {
    RecordClient client = new RecordClient();
    new CommandLoop()
        .on("latency", SideBySide.Wanted.class, wanted -> new SideBySide(client.loop, wanted).run())
        .on("catchUp", CatchingUp.Wanted.class, wanted -> CatchingUp.overHttp(client.loop, wanted))
        .on("bareCatchUp", CatchingUp.Wanted.class, CatchingUp::inBareLoop)
        .on("collect", ReturningCrowd.Wanted.class, client::collect)
        .on("collected", Nothing.class, nothing -> client.crowd().awaitCollected())
        .on("comeBack", Nothing.class, nothing -> client.crowd().comeBack())
        .on("progress", Nothing.class, nothing -> client.crowd().progress())
        .run(Nothing.NOTHING);
  }

  private Nothing collect(ReturningCrowd.Wanted wanted) throws Exception {
    crowd = new ReturningCrowd(loop, wanted);
    return crowd.collect();
  }

  private ReturningCrowd crowd() {
    return Objects.requireNonNull(crowd, "nobody has collected ids");
  }
}
