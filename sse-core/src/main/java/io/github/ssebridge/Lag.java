package io.github.ssebridge;

/**
 * How far a reader is behind.
 *
 * @param events how many events it is yet to be handed
 * @param millis for how long the log has had the first of them
 */
record Lag(long events, long millis) {

  static final Lag NONE = new Lag(0, 0);
}
