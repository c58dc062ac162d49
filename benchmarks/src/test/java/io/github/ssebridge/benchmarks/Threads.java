package io.github.ssebridge.benchmarks;

import java.time.Duration;
import java.util.Objects;

/** Starts both sides of a run in this process, which is fast and measures nothing. Stateless. */
final class Threads implements Launcher {

  @Override
  public Peer server(ServerSettings settings) {
    try {
      FanOutServer server = new FanOutServer(settings);
      return new Local(server, server.commands(), server.ready());
    } catch (Exception e) {
      throw new IllegalStateException("the server does not start", e);
    }
  }

  @Override
  public Peer client() {
    LoadClient client = new LoadClient();
    return new Local(client, client.commands(), Nothing.NOTHING);
  }

  /** One side, which speaks JSON as a process does. Owned by the test's thread. */
  private record Local(AutoCloseable side, CommandLoop commands, Object ready) implements Peer {

    @Override
    public <T> T awaitReady(Class<T> type) {
      return type.cast(ready);
    }

    @Override
    public <T> T ask(String command, Object argument, Class<T> type, Duration limit) {
      Call call = Json.read(Json.line(new Call(command, Json.tree(argument))), Call.class);
      Answer answer = Json.read(Json.line(commands.answer(call)), Answer.class);
      return Json.convert(Objects.requireNonNull(answer.value(), answer.failure()), type);
    }

    @Override
    public void close() {
      try {
        side.close();
      } catch (Exception e) {
        throw new IllegalStateException("does not close", e);
      }
    }
  }
}
