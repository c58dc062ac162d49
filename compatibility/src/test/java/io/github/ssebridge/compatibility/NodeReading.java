package io.github.ssebridge.compatibility;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client that runs in Node, and tells what it reads as lines of JSON. */
final class NodeReading implements Reading {

  private final List<SeenEvent> events = new CopyOnWriteArrayList<>();
  private final LineProcess node;

  /**
   * Starts a driver.
   *
   * @param driver a file of src/test/node
   * @param variant what it calls the client
   */
  NodeReading(String driver, String variant, URI uri) {
    List<String> command = List.of(NodeModules.node(), driver, variant, uri.toString());
    node = LineProcess.start(NodeModules.installed(), command, this::read);
  }

  private void read(String line) {
    JsonObject event = new JsonObject(line);
    events.add(
        SeenEvent.of(event.getString("type"), event.getString("data"), event.getString("id")));
  }

  @Override
  public List<SeenEvent> events() {
    return List.copyOf(events);
  }

  @Override
  public void close() {
    node.close();
  }
}
