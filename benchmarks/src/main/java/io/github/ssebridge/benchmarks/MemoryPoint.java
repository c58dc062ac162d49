package io.github.ssebridge.benchmarks;

/** The memory of a server at a moment of a run, in MiB. */
record MemoryPoint(
    double seconds, double heapMiB, double directMiB, double nettyMiB, double residentMiB) {

  static MemoryPoint of(double seconds, MemorySample sample) {
    return new MemoryPoint(
        seconds,
        mib(sample.heap()),
        mib(sample.direct()),
        mib(sample.netty()),
        mib(sample.resident()));
  }

  private static double mib(long bytes) {
    return Math.round(bytes / 1024.0 / 1024.0 * 100) / 100.0;
  }
}
