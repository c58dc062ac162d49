package io.github.ssebridge.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a run was made on. */
record Machine(
    String cpu,
    int cores,
    String kernel,
    String jdk,
    String vertx,
    boolean nativeTransport,
    long memoryMiB) {

  private static final String UNKNOWN = "unknown";

  static Machine of(ServerReady server) {
    return new Machine(
        value("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        server.vertx(),
        server.nativeTransport(),
        totalMiB());
  }

  private static long totalMiB() {
    String total = value("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "");
    return total.isEmpty() ? 0 : Long.parseLong(total) / 1024;
  }

  private static String value(String file, String key) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(UNKNOWN);
    } catch (IOException e) {
      // Not Linux.
      return UNKNOWN;
    }
  }
}
