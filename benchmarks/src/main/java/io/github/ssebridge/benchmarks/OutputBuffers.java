package io.github.ssebridge.benchmarks;

import io.lettuce.core.ClientListArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Watches what Redis holds for its subscribers, every 50 ms until closed. Its monitor guards the
 * findings.
 */
final class OutputBuffers implements AutoCloseable {

  private static final double LOOK_SECONDS = 0.05;
  private static final Pattern ID = Pattern.compile("\\bid=(\\d+)");
  private static final Pattern OUTPUT = Pattern.compile("\\bomem=(\\d+)");

  private final RedisCommands<String, String> redis;
  private final Thread thread = new Thread(this::watch, "output-buffers");
  private final Set<String> connections = new HashSet<>();
  private long highestBytes;
  private volatile boolean closed;

  /** Begins to watch. */
  OutputBuffers(RedisCommands<String, String> redis) {
    this.redis = redis;
    thread.setDaemon(true);
    thread.start();
  }

  /** The most that Redis has held for one connection since the last call. */
  synchronized long takeHighestBytes() {
    long highest = highestBytes;
    highestBytes = 0;
    return highest;
  }

  /** How many connections there were in all: more than the subscribers if some were closed. */
  synchronized int connections() {
    return connections.size();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    while (!closed) {
      String list = redis.clientList(ClientListArgs.Builder.typePubsub());
      list.lines().forEach(this::saw);
      Clock.sleep(LOOK_SECONDS);
    }
  }

  private synchronized void saw(String line) {
    Matcher id = ID.matcher(line);
    Matcher output = OUTPUT.matcher(line);
    if (id.find() && output.find()) {
      connections.add(id.group(1));
      highestBytes = Math.max(highestBytes, Long.parseLong(output.group(1)));
    }
  }
}
