package io.github.ssebridge.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** The encoders by their names. Stateless. */
final class Encoders {

  static final String OURS = "sse-bridge";
  static final String BY_HAND = "by-hand";

  /** Not there below JDK 21. */
  static final String HELIDON = "helidon";

  private static final Map<String, Supplier<EventEncoder<?>>> ALL = all();

  private Encoders() {}

  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** Those of other frameworks: neither ours, nor what one writes without any. */
  static List<String> peers() {
    List<String> peers = new ArrayList<>(ALL.keySet());
    peers.removeAll(List.of(OURS, BY_HAND));
    return peers;
  }

  /** The peers that give each event memory of its own, as whoever sends it needs. */
  static List<String> peersWithOwnMemory() {
    return peers().stream().filter(peer -> !create(peer).writesOver()).toList();
  }

  static EventEncoder<?> create(String name) {
    return Objects.requireNonNull(ALL.get(name), () -> "no encoder " + name).get();
  }

  private static Map<String, Supplier<EventEncoder<?>>> all() {
    Map<String, Supplier<EventEncoder<?>>> all = new LinkedHashMap<>();
    all.put(OURS, BridgeEncoder::new);
    all.put(BY_HAND, ByHandEncoder::new);
    all.put("micronaut", MicronautEncoder::reusing);
    all.put("micronaut-new", MicronautEncoder::renewing);
    all.put("jersey", JerseyEncoder::new);
    all.put("armeria", ArmeriaEncoder::new);
    all.put("pekko", PekkoEncoder::new);
    all.put("spring", SpringEncoder::new);
    all.put("ktor", KtorEncoder::new);
    try {
      Class<?> helidon = Class.forName(Encoders.class.getPackageName() + ".HelidonEncoder");
      all.put(HELIDON, () -> create(helidon));
    } catch (ClassNotFoundException e) {
      // Built by an older JDK.
      return all;
    }
    return all;
  }

  private static EventEncoder<?> create(Class<?> type) {
    try {
      return (EventEncoder<?>) type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
    }
  }
}
