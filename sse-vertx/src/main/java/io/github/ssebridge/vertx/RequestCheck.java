package io.github.ssebridge.vertx;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What every request for events must be like, whatever it asks for. */
final class RequestCheck {

  private RequestCheck() {}

  /** Refuses clients that do not take a stream of events; no Accept header takes anything. */
  static void requireAccepted(RoutingContext context) {
    float weight = 1;
    int best = 0;
    for (MIMEHeader range : context.parsedHeaders().accept()) {
      int closeness = closeness(range);
      if (closeness > best) {
        best = closeness;
        weight = range.weight();
      }
    }
    boolean saysNothing = context.parsedHeaders().accept().isEmpty();
    if (!saysNothing && (best == 0 || weight <= 0)) {
      throw new Refusal(406, "This is a stream of events: accept text/event-stream.");
    }
  }

  private static int closeness(MIMEHeader range) {
    String type = range.component();
    String subtype = range.subComponent();
    if (type.equals("*")) {
      return 1;
    }
    if (!type.equalsIgnoreCase("text")) {
      return 0;
    }
    return subtype.equals("*") ? 2 : subtype.equalsIgnoreCase("event-stream") ? 3 : 0;
  }

  /**
   * Refuses pages of other origins that no handler before has let in: they could not read the
   * stream, but would hold a place, with the cookies of a user who knows nothing of it.
   */
  static void requireOrigin(RoutingContext context) {
    if (isRefused(context)) {
      throw new Refusal(
          403,
          "Pages of other origins are not let in: CrossOrigin.allow(...) names those that are.");
    }
  }

  static boolean isRefused(RoutingContext context) {
    return isCrossOrigin(context.request())
        && !context.response().headers().contains(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN);
  }

  static boolean isCrossOrigin(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      boolean isOther = site.equals("cross-site") || site.equals("same-site");
      return isOther && !isFollowedLink(request);
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin != null && !isOf(origin, request.authority());
  }

  /** Somebody who follows a link to the stream reads it in a tab of its own. */
  private static boolean isFollowedLink(HttpServerRequest request) {
    String into = request.getHeader("Sec-Fetch-Dest");
    return !request.method().equals(HttpMethod.POST)
        && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
        && (into == null || into.equals("document"));
  }

  private static boolean isOf(String origin, @Nullable HostAndPort authority) {
    if (authority == null) {
      return false;
    }
    try {
      URI uri = URI.create(origin);
      return authority.host().equalsIgnoreCase(uri.getHost())
          && (uri.getPort() == authority.port()
              || (uri.getPort() < 0 && isDefault(authority.port())));
    } catch (IllegalArgumentException opaque) {
      return false;
    }
  }

  private static boolean isDefault(int port) {
    return port < 0 || port == 80 || port == 443;
  }
}
