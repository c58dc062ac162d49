package io.github.ssebridge.vertx;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Lets pages of some other origins read streams, with credentials (Fetch, CORS protocol). Comes
 * before what asks for the credentials, since browsers send none when they ask first.
 *
 * <pre>{@code
 * router.route("/prices").handler(CrossOrigin.allow("https://app.example.com"));
 * router.route("/prices").handler(login);
 * router.route("/prices").handler(SseHandler.create(hub, "prices"));
 * }</pre>
 */
public final class CrossOrigin implements SecurityPolicyHandler {

  private static final int PREFLIGHT_AGE_SECONDS = (int) Duration.ofHours(2).toSeconds();

  private final CorsHandler cors;

  private CrossOrigin(List<String> origins) {
    this.cors =
        CorsHandler.create()
            .addOrigins(origins)
            .allowCredentials(true)
            .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.POST))
            // What clients other than EventSource send, and what renews a credential.
            .allowedHeaders(
                Set.of(
                    "Authorization",
                    "Cache-Control",
                    "Content-Type",
                    "Last-Event-ID",
                    SseHandler.CONNECTION_HEADER))
            .maxAgeSeconds(PREFLIGHT_AGE_SECONDS);
  }

  /**
   * Lets these origins in and no other.
   *
   * @param origins such as {@code https://app.example.com}; a wildcard is refused, since any page
   *     could read with the cookies of its visitor
   */
  public static CrossOrigin allow(String... origins) {
    return allow(List.of(origins));
  }

  /** Lets these origins in and no other. */
  public static CrossOrigin allow(List<String> origins) {
    if (origins.isEmpty()) {
      throw new IllegalArgumentException("name at least one origin, or leave this handler out");
    }
    origins.forEach(CrossOrigin::requireOrigin);
    return new CrossOrigin(origins);
  }

  /**
   * Whether a request comes from a page of another origin that no handler before has let in; for
   * routes of your own that change something.
   */
  public static boolean isRefused(RoutingContext context) {
    return RequestCheck.isRefused(context);
  }

  @Override
  public void handle(RoutingContext context) {
    context.response().putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    if (RequestCheck.isCrossOrigin(context.request())) {
      cors.handle(context);
    } else {
      context.next();
    }
  }

  private static void requireOrigin(String origin) {
    if (!isOrigin(origin)) {
      throw new IllegalArgumentException(
          "an origin must be scheme://host or scheme://host:port, without a path or wildcard, but"
              + " is '"
              + origin
              + "'");
    }
  }

  private static boolean isOrigin(String text) {
    try {
      URI uri = URI.create(text);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getRawPath().isEmpty()
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && uri.getRawUserInfo() == null;
    } catch (IllegalArgumentException notAUri) {
      return false;
    }
  }
}
