package io.github.ssebridge.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One move of a slot from a node of a Redis Cluster to another, step by step as {@code redis-cli
 * --cluster reshard} does it.
 */
record SlotMigration(List<RedisProcess> nodes, int slot, int from, int to) {
  private static final String KEYS_AT_ONCE = "100";
  private static final String LIMIT_MILLIS = "5000";

  void run() {
    setSlot(to, "IMPORTING", id(from));
    setSlot(from, "MIGRATING", id(to));
    for (List<String> keys = keys(); !keys.isEmpty(); keys = keys()) {
      move(keys);
    }
    // The target first: were it the source, nobody would have the slot for a moment.
    setSlot(to, "NODE", id(to));
    setSlot(from, "NODE", id(to));
    IntStream.range(0, nodes.size())
        .filter(node -> node != from && node != to)
        .forEach(node -> setSlot(node, "NODE", id(to)));
  }

  private String id(int node) {
    return console(node).text("CLUSTER", "MYID");
  }

  private void setSlot(int node, String how, String id) {
    console(node).text("CLUSTER", "SETSLOT", String.valueOf(slot), how, id);
  }

  private List<String> keys() {
    return console(from)
        .list("CLUSTER", "GETKEYSINSLOT", String.valueOf(slot), KEYS_AT_ONCE)
        .stream()
        .map(String::valueOf)
        .toList();
  }

  private void move(List<String> keys) {
    String port = String.valueOf(nodes.get(to).port());
    List<String> words =
        new ArrayList<>(List.of("MIGRATE", "127.0.0.1", port, "", "0", LIMIT_MILLIS, "KEYS"));
    words.addAll(keys);
    console(from).text(words.toArray(String[]::new));
  }

  private RedisConsole console(int node) {
    return nodes.get(node).console();
  }
}
