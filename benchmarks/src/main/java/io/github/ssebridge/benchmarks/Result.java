package io.github.ssebridge.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a scenario.
 *
 * @param started date and time of day, UTC
 * @param scale how much of the scenario was run
 */
record Result(
    String scenario,
    String started,
    double seconds,
    Scale scale,
    @Nullable Machine machine,
    Object figures,
    List<Check> checks) {

  /** Writes it into a directory, which is made if need be. */
  Path writeTo(Path directory) throws IOException {
    Files.createDirectories(directory);
    return Files.writeString(directory.resolve(scenario + ".json"), Json.pretty(this));
  }
}
