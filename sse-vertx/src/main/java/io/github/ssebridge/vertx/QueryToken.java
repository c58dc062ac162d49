package io.github.ssebridge.vertx;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes a bearer token from the query, for pages whose {@code EventSource} cannot send headers.
 * Comes before the handler that asks for the token, which then finds it in {@code Authorization}; a
 * request that has that header keeps it.
 *
 * <p>To be used only where a cookie cannot be: proxies and access logs write queries down. Nothing
 * here does.
 *
 * <pre>{@code
 * router.route("/prices").handler(QueryToken.create());
 * router.route("/prices").handler(JWTAuthHandler.create(jwt));
 * router.route("/prices").handler(SseHandler.create(hub, "prices"));
 * }</pre>
 */
public final class QueryToken implements PlatformHandler {

  /** The parameter of RFC 6750, section 2.3. */
  public static final String DEFAULT_PARAMETER = "access_token";

  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,8192}");

  private static final String USED = QueryToken.class.getName();

  private final String parameter;

  private QueryToken(String parameter) {
    this.parameter = parameter;
  }

  /** Takes the token from {@link #DEFAULT_PARAMETER}. */
  public static QueryToken create() {
    return create(DEFAULT_PARAMETER);
  }

  /** Takes the token from a parameter of another name. */
  public static QueryToken create(String parameter) {
    return new QueryToken(parameter);
  }

  @Override
  public void handle(RoutingContext context) {
    context.put(USED, parameter);
    String token = QueryString.of(context.request()).first(parameter);
    // Anything else is no token, and could not be put into a header.
    boolean isToken = token != null && TOKEN.matcher(token).matches();
    if (isToken && !context.request().headers().contains(HttpHeaders.AUTHORIZATION)) {
      context.request().headers().set(HttpHeaders.AUTHORIZATION, "Bearer " + token);
    }
    context.next();
  }

  /** The parameter that a token may be in; null if none. */
  static @Nullable String parameterOf(RoutingContext context) {
    return context.get(USED);
  }
}
