package io.github.ssebridge.vertx;

import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** What a route serves: streams of a hub, or what an application writes by hand. */
interface Content {

  /**
   * What a request asks for.
   *
   * @throws Refusal if it cannot be had, or not by who asks
   */
  Wanted wanted(RoutingContext context, SseHandlerOptions options);

  /** What a request asks for, ready to be sent. */
  interface Wanted {

    /**
     * Begins to send, on the event loop of the request, for a visitor who has a place; gives the
     * place back when it ends.
     *
     * @param credential until when the visitor may read, null for as long as it likes
     */
    void open(
        RoutingContext context,
        Visitor visitor,
        @Nullable Credential credential,
        EventLoopReaders loop,
        LoopConnections home);
  }
}
