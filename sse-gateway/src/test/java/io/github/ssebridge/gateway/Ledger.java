package io.github.ssebridge.gateway;

import io.github.ssebridge.ServerSentEvent;
import org.jspecify.annotations.Nullable;

/** What a client has got of a stream, and what it must get next. Confined to the client. */
interface Ledger {

  /** Books an event or a gap; returns what is wrong with it, null if nothing is. */
  @Nullable String book(ServerSentEvent event);

  /** How far the client has got. */
  long reached();
}
