package io.github.ssebridge.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at each value, and knows the highest number. Written by one thread, awaited by another. */
final class LastNumber {

  private static final long LOOK_AGAIN_MILLIS = 2;

  // Volatile writes are for the highest ones only, so that looking costs next to nothing.
  private volatile int highest = -1;

  void saw(byte[] value) {
    saw(RecordText.number(value));
  }

  void saw(int number) {
    if (number > highest) {
      highest = number;
    }
  }

  void await(int number, long seconds) throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (highest < number) {
      if (System.nanoTime() - deadline >= 0) {
        throw new TimeoutException("record " + number + " has not come, but " + highest);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    }
  }
}
