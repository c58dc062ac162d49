package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The encoder of a framework, called as fast as it can be. Owned by the benchmark's thread.
 *
 * <p>What an encoder returns holds the block that it wrote, and does so until its next call at
 * least: encoders that write to a stream are given one that is used again and again.
 *
 * @param <E> the framework's event
 */
interface EventEncoder<E> {

  /** The framework's event. */
  E event(String id, String type, String data);

  /** Encodes an event that is there. */
  Object encode(E event);

  /**
   * Makes an event of data that came as UTF-8, as a record of Kafka does, and encodes it; by a
   * String, where the framework takes nothing else.
   */
  default Object encode(String id, String type, byte[] data) {
    return encode(event(id, type, new String(data, UTF_8)));
  }

  /** Whether the next call writes over what was encoded. */
  default boolean writesOver() {
    return false;
  }

  /** The bytes of what was encoded. */
  byte[] bytes(Object encoded);
}
