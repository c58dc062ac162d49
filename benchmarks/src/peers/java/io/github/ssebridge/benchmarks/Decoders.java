package io.github.ssebridge.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The decoders by their names. Stateless. */
final class Decoders {

  static final String OURS = "sse-bridge";

  private static final List<String> NAMES =
      List.of(OURS, "okhttp-sse", "okhttp-eventsource", "spring", "vertx");

  private Decoders() {}

  static List<String> names() {
    return NAMES;
  }

  static List<String> peers() {
    List<String> peers = new ArrayList<>(NAMES);
    peers.remove(OURS);
    return peers;
  }

  /** A decoder at the begin of a stream. */
  static EventDecoder create(String name, EventDecoder.Sink sink) {
    return switch (name) {
      case OURS -> new BridgeDecoder(sink);
      case "okhttp-sse" -> new OkHttpDecoder(sink);
      case "okhttp-eventsource" -> new LaunchDarklyDecoder(sink);
      case "spring" -> new SpringDecoder(sink);
      case "vertx" -> new VertxDecoder(sink);
      default -> throw new IllegalArgumentException("no decoder " + name);
    };
  }
}
