package io.github.ssebridge.kafka;

import java.util.SplittableRandom;

/** Positions of all kinds of topics, by a seed that failures name. */
final class RandomPositions {

  final long seed;
  final SplittableRandom random;

  /** Other ones each time, unless the system property {@code seed} asks for those of a failure. */
  RandomPositions() {
    seed = Long.getLong("seed", System.nanoTime());
    random = new SplittableRandom(seed);
  }

  /** For {@code assertThat(...).as(...)}. */
  String again() {
    return "run again with -Dseed=" + seed;
  }

  /** Mostly few partitions, now and then many. */
  int partitions() {
    return random.nextInt(10) == 0 ? random.nextInt(1, 1001) : random.nextInt(1, 70);
  }

  /** Offsets close together or far apart, of one epoch or of many, some of them at 0. */
  long[] positions(int partitions) {
    long base = random.nextLong(1L << random.nextInt(1, 49));
    long spread = 1L << random.nextInt(0, 49);
    int epochs = 1 << random.nextInt(0, 16);
    int firstEpoch = random.nextInt(-1, 32767);
    boolean someUnread = random.nextBoolean();
    long[] positions = new long[partitions];
    for (int i = 0; i < partitions; i++) {
      long offset = Math.min(KafkaPosition.MAX_OFFSET, base + random.nextLong(spread));
      int epoch = firstEpoch + random.nextInt(epochs);
      boolean unread = someUnread && random.nextInt(4) == 0;
      positions[i] = unread ? 0 : KafkaPosition.of(offset, epoch);
    }
    return positions;
  }

  /** Evenly spread offsets between half a billion and one and a half, of epochs below 64. */
  long[] aroundABillion(int partitions) {
    int firstEpoch = random.nextInt(64);
    long[] positions = new long[partitions];
    for (int i = 0; i < partitions; i++) {
      long offset = random.nextLong(500_000_000, 1_500_000_000);
      positions[i] = KafkaPosition.of(offset, (firstEpoch + i * 5) % 64);
    }
    return positions;
  }

  /** Mostly the next record, seldom a leap or another epoch. */
  long after(long position) {
    long offset = KafkaPosition.offset(position);
    int epoch = KafkaPosition.epoch(position);
    return switch (random.nextInt(200)) {
      case 0 -> KafkaPosition.of(random.nextLong(1L << random.nextInt(1, 49)), epoch);
      case 1 -> KafkaPosition.of(offset, random.nextInt(-1, 1 << random.nextInt(1, 16)));
      case 2 -> 0;
      case 3 -> position;
      case 4 -> KafkaPosition.of(leap(offset, 1L << random.nextInt(48)), epoch);
      default -> KafkaPosition.of(leap(offset, 1), Math.max(0, epoch));
    };
  }

  private static long leap(long offset, long by) {
    return Math.min(KafkaPosition.MAX_OFFSET, offset + by);
  }
}
