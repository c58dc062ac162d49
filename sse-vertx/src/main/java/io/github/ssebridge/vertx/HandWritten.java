package io.github.ssebridge.vertx;

import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * What an application writes by hand.
 *
 * @param connectHandler is given each connection
 */
record HandWritten(Handler<SseConnection> connectHandler) implements Content {

  @Override
  public Wanted wanted(RoutingContext context, SseHandlerOptions options) {
    return (request, visitor, credential, loop, home) -> open(request, visitor, credential, home);
  }

  private void open(
      RoutingContext request,
      Visitor visitor,
      @Nullable Credential credential,
      LoopConnections home) {
    ContextInternal context = ContextInternal.current();
    new SseConnection(request, context, visitor, home).begin(connectHandler, credential);
  }
}
