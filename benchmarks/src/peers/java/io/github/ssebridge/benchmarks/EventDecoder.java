package io.github.ssebridge.benchmarks;

import org.jspecify.annotations.Nullable;

/** A decoder in the middle of a stream, called as fast as it can be. Owned by one thread. */
interface EventDecoder {

  /** All events there are, however many. */
  int ALL = Integer.MAX_VALUE;

  /** Receives what a decoder finds. */
  interface Sink {

    /**
     * An event.
     *
     * @param id the id that the decoder says, null if it says none
     * @param type the type, null if it says none
     */
    void onEvent(@Nullable String id, @Nullable String type, String data);

    /** The time to wait before one connects again. */
    default void onRetry(long millis) {}
  }

  /**
   * Reads on.
   *
   * @param chunks what comes now
   * @param events how many events it has, for decoders that are asked for one after the other
   */
  void decode(ChunkedBytes chunks, int events);
}
