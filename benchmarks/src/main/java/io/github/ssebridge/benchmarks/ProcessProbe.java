package io.github.ssebridge.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the process that it runs in costs. Stateless. */
final class ProcessProbe {

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final int MAX_COLLECTIONS = 12;
  private static final long STABLE_BYTES = 32 << 10;
  private static final long UNKNOWN = -1;

  private ProcessProbe() {}

  /** The CPU time of the whole process, as the operating system counts it. */
  static long cpuNanos() {
    return SYSTEM.getProcessCpuTime();
  }

  static MemorySample memory() {
    return new MemorySample(
        heap(), directBytes(), PlatformDependent.usedDirectMemory(), residentBytes());
  }

  /** The heap in use when the garbage collector finds nothing more. */
  static long heapAfterCollection() {
    long before = Long.MAX_VALUE;
    for (int i = 0; i < MAX_COLLECTIONS; i++) {
      System.gc();
      long now = heap();
      if (Math.abs(before - now) < STABLE_BYTES) {
        return now;
      }
      before = now;
    }
    return before;
  }

  private static long heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  private static long residentBytes() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .findFirst()
          .orElse(UNKNOWN);
    } catch (IOException e) {
      // Only Linux has it.
      return UNKNOWN;
    }
  }
}
