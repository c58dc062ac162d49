package io.github.ssebridge.vertx;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A request with a new credential that lets open connections go on: those of the same principal at
 * the same URL on this node, or the one of them that it names.
 */
final class Renewal {

  private Renewal() {}

  static void handle(RoutingContext context, SseConnections connections) {
    User user = context.user();
    String principal = StreamAccess.nameOf(user);
    if (principal == null) {
      throw new Refusal(401, "Log in again to go on reading.");
    }
    Credential credential =
        new Credential(RequestUrl.of(context), Credential.expiresAtMillis(user));
    if (credential.hasExpired()) {
      throw new Refusal(401, "This credential has expired.");
    }
    String named = context.request().getHeader(SseHandler.CONNECTION_HEADER);
    List<Future<Boolean>> renewals = new ArrayList<>();
    for (EventResponse response : connections.credentials().of(principal)) {
      if (isMeant(response, named)) {
        renewals.add(renew(response, credential, context));
      }
    }
    var unused = Future.join(renewals).onComplete(done -> answer(context, credential, renewals));
  }

  private static boolean isMeant(EventResponse response, @Nullable String named) {
    return named == null || named.equals(response.visitor().id());
  }

  /** On the event loop of the connection. */
  private static Future<Boolean> renew(
      EventResponse response, Credential credential, RoutingContext context) {
    // Of the request's own context, so that it is answered on its own event loop.
    Promise<Boolean> renewed = ((ContextInternal) context.vertx().getOrCreateContext()).promise();
    try {
      response
          .home()
          .eventLoop()
          .execute(
              () ->
                  renewed.complete(response.isAt(credential.url()) && response.renew(credential)));
    } catch (RejectedExecutionException stopped) {
      renewed.complete(false);
    }
    return renewed.future();
  }

  private static void answer(
      RoutingContext context, Credential credential, List<Future<Boolean>> renewals) {
    long renewed =
        renewals.stream().filter(renewal -> Boolean.TRUE.equals(renewal.result())).count();
    if (renewed == 0) {
      new Refusal(404, "No open connection of yours is here to go on: connect again.")
          .answer(context.response());
      return;
    }
    JsonObject said = new JsonObject().put("connections", renewed);
    if (credential.expiresAtMillis() != Credential.NEVER) {
      said.put("seconds", Math.max(0, credential.remainingMillis() / 1000));
    }
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(said.encode() + "\n");
  }
}
