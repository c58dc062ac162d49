package io.github.ssebridge.compatibility;

/** What a client is known to do otherwise than the standard; each has a word in docs/clients.md. */
enum Fault {
  /** The end of a response ends it for good. */
  ENDS_WITH_THE_RESPONSE,
  /** It asks again after a 204. */
  IGNORES_204,
  /** It comes back with the id of an event of which it has got a part only, which is lost then. */
  KEEPS_HALF_IDS,
  /** Data that begins with an empty line lacks it. */
  LOSES_EMPTY_FIRST_LINE,
  /** Data that ends with an empty line lacks it. */
  LOSES_EMPTY_LAST_LINE,
  /** It reads no further when an event above 4 KiB does not come in one piece. */
  STANDS_STILL_AT_LONG_EVENTS
}
