package io.github.ssebridge.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;
import oshi.util.GlobalConfig;

/**
 * Reads this machine's own figures from the operating system: load per core, memory, network, disk.
 *
 * <p>Confined to one thread: whoever makes one is its only reader. A {@link #read} takes a few
 * milliseconds and blocks, so it stays off event loops.
 */
final class MachineFigures {

  private static final Duration DEVICES_LISTED_EVERY = Duration.ofSeconds(30);

  static {
    // OSHI remembers values for 300 ms by default: two reads in that time would see no change.
    GlobalConfig.set(GlobalConfig.OSHI_UTIL_MEMOIZER_EXPIRATION, 50);
  }

  private final HardwareAbstractionLayer hardware = new SystemInfo().getHardware();
  private final CentralProcessor processor = hardware.getProcessor();
  private final GlobalMemory memory = hardware.getMemory();
  private List<NetworkIF> interfaces = networkInterfaces();
  private List<HWDiskStore> disks = physicalDisks();
  private long listedAtNanos = System.nanoTime();
  private long[][] previousTicks = new long[0][];
  private @Nullable Reading previous;

  /** What the counters of the devices said at one moment. */
  private record Reading(long nanos, Map<String, Bytes> network, Map<String, Bytes> disk) {}

  /** Bytes in and out of one device since it was started. */
  private record Bytes(long in, long out) {}

  /**
   * Returns {@code cpu.N} in percent, {@code memory.used} in bytes, and {@code network.in}, {@code
   * network.out}, {@code disk.read} and {@code disk.write} in bytes per second, all since the
   * previous read. The first read gives the memory only, and a machine that tells nothing of its
   * disks gives no disk figures.
   */
  List<Figure> read() {
    List<Figure> figures = new ArrayList<>();
    addLoads(figures);
    addMemory(figures);
    addDevices(figures);
    return figures;
  }

  private void addLoads(List<Figure> figures) {
    long[][] ticks = processor.getProcessorCpuLoadTicks();
    if (ticks.length == previousTicks.length) {
      double[] loads = processor.getProcessorCpuLoadBetweenTicks(previousTicks);
      for (int core = 0; core < loads.length; core++) {
        double percent = Math.min(100, Math.max(0, loads[core] * 100));
        figures.add(new Figure("cpu." + core, percent, "%", 100.0));
      }
    }
    previousTicks = ticks;
  }

  private void addMemory(List<Figure> figures) {
    double total = memory.getTotal();
    figures.add(new Figure("memory.used", total - memory.getAvailable(), "B", total));
  }

  private void addDevices(List<Figure> figures) {
    listDevicesAgainIfDue();
    Reading current = readDevices();
    Reading before = previous;
    if (before != null) {
      double seconds = (current.nanos() - before.nanos()) / 1e9;
      addRates(figures, "network.in", "network.out", before.network(), current.network(), seconds);
      addRates(figures, "disk.read", "disk.write", before.disk(), current.disk(), seconds);
    }
    previous = current;
  }

  private static void addRates(
      List<Figure> figures,
      String inMetric,
      String outMetric,
      Map<String, Bytes> before,
      Map<String, Bytes> after,
      double seconds) {
    if (after.isEmpty() || seconds <= 0) {
      return;
    }
    Bytes growth = growth(before, after);
    figures.add(new Figure(inMetric, growth.in() / seconds, "B/s"));
    figures.add(new Figure(outMetric, growth.out() / seconds, "B/s"));
  }

  /** Device by device, because a device that appears or starts anew would show as a huge rate. */
  private static Bytes growth(Map<String, Bytes> before, Map<String, Bytes> after) {
    long in = 0;
    long out = 0;
    for (Map.Entry<String, Bytes> device : after.entrySet()) {
      Bytes now = device.getValue();
      Bytes then = before.getOrDefault(device.getKey(), now);
      in += Math.max(0, now.in() - then.in());
      out += Math.max(0, now.out() - then.out());
    }
    return new Bytes(in, out);
  }

  private Reading readDevices() {
    long nanos = System.nanoTime();
    Map<String, Bytes> network = new HashMap<>();
    for (NetworkIF one : interfaces) {
      one.updateAttributes();
      network.put(one.getName(), new Bytes(one.getBytesRecv(), one.getBytesSent()));
    }
    Map<String, Bytes> disk = new HashMap<>();
    for (HWDiskStore one : disks) {
      one.updateAttributes();
      disk.put(one.getName(), new Bytes(one.getReadBytes(), one.getWriteBytes()));
    }
    return new Reading(nanos, network, disk);
  }

  private void listDevicesAgainIfDue() {
    long now = System.nanoTime();
    if (now - listedAtNanos < DEVICES_LISTED_EVERY.toNanos()) {
      return;
    }
    listedAtNanos = now;
    interfaces = networkInterfaces();
    // Where OSHI cannot list disks (Linux without libudev) it logs a warning each time it is asked.
    if (!disks.isEmpty()) {
      disks = physicalDisks();
    }
  }

  private List<NetworkIF> networkInterfaces() {
    List<NetworkIF> found = hardware.getNetworkIFs(false);
    return found.isEmpty() ? hardware.getNetworkIFs(true) : found;
  }

  private List<HWDiskStore> physicalDisks() {
    return hardware.getDiskStores().stream().filter(MachineFigures::isPhysical).toList();
  }

  /** Volumes over other disks would count each byte twice, and zram is memory. */
  private static boolean isPhysical(HWDiskStore disk) {
    String name = disk.getName();
    return !name.startsWith("/dev/dm-")
        && !name.startsWith("/dev/md")
        && !name.startsWith("/dev/zram");
  }
}
