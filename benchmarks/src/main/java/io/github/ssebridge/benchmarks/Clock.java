package io.github.ssebridge.benchmarks;

import java.util.concurrent.locks.LockSupport;

/** Waits of the command's thread. Stateless. */
final class Clock {

  private Clock() {}

  static void sleep(double seconds) {
    sleepUntil(System.nanoTime() + (long) (seconds * 1e9));
  }

  static void sleepUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
