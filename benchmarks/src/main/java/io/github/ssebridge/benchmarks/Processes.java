package io.github.ssebridge.benchmarks;

import java.util.List;

/** Starts each side as a process of its own, which is how figures are measured. Stateless. */
final class Processes implements Launcher {

  private static final List<String> SERVER_OPTIONS =
      List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC", "-XX:MaxDirectMemorySize=2g");
  private static final List<String> CLIENT_OPTIONS = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC");

  @Override
  public Peer server(ServerSettings settings) {
    return Child.start(FanOutServer.class, SERVER_OPTIONS, settings);
  }

  @Override
  public Peer client() {
    return Child.start(LoadClient.class, CLIENT_OPTIONS, Nothing.NOTHING);
  }
}
