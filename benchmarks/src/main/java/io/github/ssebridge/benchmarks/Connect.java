package io.github.ssebridge.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * A command to a load client: open connections, and answer when all of them have got their head.
 *
 * @param port where the server listens
 * @param connections how many
 * @param inFlight how many at the same time are waiting for their head
 * @param first the sequence number of the first event that they shall get, {@link BlockParser#ANY}
 *     if any will do
 * @param firstKey the key that the first of them asks for, the others for the next ones; {@link
 *     Arm#NO_KEY} for no key
 * @param lastEventIdPrefix what their last event id begins with, null if they come without
 * @param storedEvents over how many events the rest of their ids is spread evenly
 * @param stalled whether they stop to read when they are open
 */
record Connect(
    int port,
    int connections,
    int inFlight,
    long first,
    int firstKey,
    @Nullable String lastEventIdPrefix,
    int storedEvents,
    boolean stalled) {

  private static final int IN_FLIGHT = 256;

  static Connect to(int port, int connections) {
    return new Connect(port, connections, IN_FLIGHT, 1, Arm.NO_KEY, null, 0, false);
  }

  Connect expecting(long newFirst) {
    return new Connect(
        port, connections, inFlight, newFirst, firstKey, lastEventIdPrefix, storedEvents, stalled);
  }

  Connect withKeysFrom(int key) {
    return new Connect(
        port, connections, inFlight, first, key, lastEventIdPrefix, storedEvents, stalled);
  }

  Connect returning(String idPrefix, int events, int atOnce) {
    return new Connect(port, connections, atOnce, first, firstKey, idPrefix, events, stalled);
  }

  /** What they get before they stop does not matter. */
  Connect thatStall() {
    return new Connect(
        port,
        connections,
        inFlight,
        BlockParser.ANY,
        firstKey,
        lastEventIdPrefix,
        storedEvents,
        true);
  }

  /** How many events the connection of an index has seen before. */
  long seen(int index) {
    return (long) index * storedEvents / connections;
  }

  /** The first event that the connection of an index shall get. */
  long firstOf(int index) {
    return lastEventIdPrefix == null ? first : seen(index) + 1;
  }

  /** The request of the connection of an index. */
  String request(int index) {
    String query = firstKey == Arm.NO_KEY ? "" : "?key=k" + (firstKey + index);
    String lastEventId =
        lastEventIdPrefix == null
            ? ""
            : "Last-Event-ID: " + lastEventIdPrefix + seen(index) + "\r\n";
    return "GET /x"
        + query
        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
        + lastEventId
        + "\r\n";
  }
}
