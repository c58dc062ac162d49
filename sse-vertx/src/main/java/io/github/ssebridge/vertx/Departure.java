package io.github.ssebridge.vertx;

/** Why a connection ended, or was not let in, as {@code sse:goaway} and metrics say it. */
enum Departure {
  /** The client has left. */
  CLIENT("client"),
  /** Its streams have ended, or it has been told to come back by the stream itself. */
  ENDED("ended"),
  /** It took nothing for too long, or more was written for it than may wait. */
  STALLED("stalled"),
  /** The node is going down. */
  DRAINING("draining"),
  /** It has reached its age. */
  AGE("age"),
  /** Nothing was sent for too long. */
  IDLE("idle"),
  /** Its credential has expired. */
  EXPIRED("credential-expired"),
  /** The application has sent it away. */
  DISCONNECTED("disconnected"),
  /** The application has ended a hand-written stream. */
  FINISHED("finished"),
  /** Something failed that should not. */
  FAULT("fault"),
  /** There are as many connections as the node carries. */
  OVERLOADED("overloaded"),
  /** There are as many connections as one principal may have. */
  TOO_MANY_OF_PRINCIPAL("too-many-of-principal"),
  /** There are as many connections as may come from one address. */
  TOO_MANY_OF_ADDRESS("too-many-of-address");

  private final String wireName;

  Departure(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }
}
