package io.github.ssebridge.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a scenario runs with. Owned by the thread of the command. */
final class Bench {

  private static final List<String> SERVER_OPTIONS =
      List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC", "-XX:MaxDirectMemorySize=2g");
  private static final List<String> CLIENT_OPTIONS =
      List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC", "-Dio.netty.leakDetection.level=disabled");

  private final Scale scale;
  private final Progress progress;
  private @Nullable Machine machine;

  Bench(Scale scale, Progress progress) {
    this.scale = scale;
    this.progress = progress;
  }

  Scale scale() {
    return scale;
  }

  Progress progress() {
    return progress;
  }

  /** What it runs on; known once a server was started. */
  @Nullable Machine machine() {
    return machine;
  }

  /** Starts the two processes of a run. */
  Rig start(ServerSettings settings) {
    Rig rig = Rig.start(settings, options(SERVER_OPTIONS), options(CLIENT_OPTIONS));
    machine = Machine.of(rig.server());
    return rig;
  }

  private List<String> options(List<String> options) {
    List<String> all = new ArrayList<>(options);
    if (scale == Scale.TINY) {
      // These runs are over before the optimizing compiler could pay.
      all.add("-XX:TieredStopAtLevel=1");
    }
    return all;
  }
}
