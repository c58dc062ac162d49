package io.github.ssebridge.benchmarks;

/**
 * What a server process is started with.
 *
 * @param arm what serves
 * @param logBytes the bound of the engine's log
 * @param heartbeatMillis the heartbeat of the engine's route
 * @param keys how many keys the events have, 0 for events without
 * @param storedEvents how many events the raw arm sends to those who come back
 */
record ServerSettings(
    ArmKind arm, long logBytes, long heartbeatMillis, int keys, int storedEvents) {

  private static final long LOG_BYTES = 16L << 20;
  private static final long HEARTBEAT_MILLIS = 15_000;

  static ServerSettings of(ArmKind arm) {
    return new ServerSettings(arm, LOG_BYTES, HEARTBEAT_MILLIS, 0, 0);
  }

  ServerSettings withLogBytes(long bytes) {
    return new ServerSettings(arm, bytes, heartbeatMillis, keys, storedEvents);
  }

  ServerSettings withHeartbeatMillis(long millis) {
    return new ServerSettings(arm, logBytes, millis, keys, storedEvents);
  }

  ServerSettings withKeys(int count) {
    return new ServerSettings(arm, logBytes, heartbeatMillis, count, storedEvents);
  }

  ServerSettings withStoredEvents(int count) {
    return new ServerSettings(arm, logBytes, heartbeatMillis, keys, count);
  }
}
