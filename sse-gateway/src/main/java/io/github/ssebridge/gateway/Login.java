package io.github.ssebridge.gateway;

import io.github.ssebridge.vertx.QueryToken;
import io.github.ssebridge.vertx.StreamAccess;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.JWTAuthHandler;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who may read and publish what: anyone all streams without a login, or those whose token names the
 * stream. Immutable, shared by all event loops.
 */
final class Login {

  private static final String REALM = "sse-bridge";
  private static final String ALL = "*";

  private final Map<String, StreamConfig> streams;
  private final @Nullable JwtConfig config;
  private final @Nullable JWTAuth jwt;

  private Login(
      Map<String, StreamConfig> streams, @Nullable JwtConfig config, @Nullable JWTAuth jwt) {
    this.streams = streams;
    this.config = config;
    this.jwt = jwt;
  }

  /**
   * The login that a gateway is configured with.
   *
   * @throws IllegalArgumentException if a key is none, naming the setting
   */
  static Login of(GatewayConfig config, Vertx vertx) {
    JwtConfig jwt = config.jwt();
    return new Login(
        Objects.requireNonNull(config.streams()),
        jwt,
        jwt == null ? null : new SilentJwtAuth(jwt.auth(vertx)));
  }

  /** Whether there is any. */
  boolean isConfigured() {
    return jwt != null;
  }

  /** Looks at the token of each request that has one; who has none is nobody. */
  void mount(Router router, String path) {
    if (config == null || jwt == null) {
      return;
    }
    if (config.queryToken() != null) {
      router.route(path).handler(QueryToken.create(config.queryToken()));
    }
    JWTAuthHandler check = JWTAuthHandler.create(jwt, REALM);
    router
        .route(path)
        .handler(
            context -> {
              if (context.request().headers().contains(HttpHeaders.AUTHORIZATION)) {
                check.handle(context);
              } else {
                context.next();
              }
            });
  }

  /** Whether somebody may read a stream. */
  boolean mayRead(StreamAccess access) {
    StreamConfig stream = streams.get(access.stream());
    boolean isPublic = stream != null && stream.isPublic();
    return jwt == null || isPublic || isNamed(access.user(), access.stream());
  }

  /** Whether who has sent a request may publish into a stream; a public one is so for readers. */
  boolean mayPublish(RoutingContext context, String stream) {
    return jwt == null || isNamed(context.user(), stream);
  }

  private boolean isNamed(@Nullable User user, String stream) {
    if (user == null || config == null) {
      return false;
    }
    JsonObject claims = user.attributes().getJsonObject("accessToken", new JsonObject());
    Object named = claims.getValue(config.claim());
    return named instanceof JsonArray list
        ? list.contains(stream) || list.contains(ALL)
        : ALL.equals(named);
  }
}
