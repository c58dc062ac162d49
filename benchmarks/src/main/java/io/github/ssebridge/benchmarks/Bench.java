package io.github.ssebridge.benchmarks;

import org.jspecify.annotations.Nullable;

/** What a scenario runs with. Owned by the thread of the command. */
final class Bench {

  private final Scale scale;
  private final Progress progress;
  private final Launcher launcher;
  private @Nullable Machine machine;

  Bench(Scale scale, Progress progress, Launcher launcher) {
    this.scale = scale;
    this.progress = progress;
    this.launcher = launcher;
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

  /** Starts the two sides of a run. */
  Rig start(ServerSettings settings) {
    Rig rig = Rig.start(launcher, settings);
    runsOn(rig.server());
    return rig;
  }

  /** A server has been started. */
  void runsOn(ServerReady server) {
    machine = Machine.of(server);
  }
}
