package io.github.ssebridge.gateway;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.vertx.CrossOrigin;
import io.github.ssebridge.vertx.SseConnections;
import io.github.ssebridge.vertx.SseHandler;
import io.github.ssebridge.vertx.SseHandlerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /streams/NAME} reads a stream, and {@code GET /streams?stream=NAME&stream=NAME}
 * several on one connection; {@code POST /streams/NAME} publishes its body into one that allows it,
 * or renews the credential of a connection that it names. A stream may have a path of its own as
 * well; if that names a key, it is the only one. Shared by all event loops of a node.
 */
final class StreamRoutes {

  private static final String STREAMS = "/streams";
  private static final String PATH = "/streams/:stream";

  private final EventHub hub;
  private final Map<String, StreamConfig> streams;
  private final @Nullable List<String> origins;
  private final SseHandlerOptions options;
  private final SseConnections connections;
  private final Login login;
  private final Publishing publishing;

  StreamRoutes(EventHub hub, GatewayConfig config, SseConnections connections, Login login) {
    this.hub = hub;
    this.streams = Objects.requireNonNull(config.streams());
    this.origins = config.origins();
    this.options = config.connectionsOrDefault().options();
    this.connections = connections;
    this.login = login;
    this.publishing = new Publishing(hub, streams, login);
  }

  void mount(Router router) {
    SseHandler read = configured(SseHandler.create(hub)).withStreams(this::isServedByName);
    mountRead(router, PATH, read);
    mountRead(router, STREAMS, read);
    mountPost(router, PATH, read, context -> context.pathParam("stream"));
    mountRenewal(router, STREAMS, read);
    streams.forEach(
        (name, stream) -> {
          StreamPath own = stream.ownPath();
          if (own != null) {
            mount(router, name, own);
          }
        });
  }

  private void mount(Router router, String name, StreamPath own) {
    SseHandler read = configured(SseHandler.create(hub, name));
    String parameter = own.parameter();
    if (parameter == null) {
      mountRead(router, own.route(), read);
      mountPost(router, own.route(), read, context -> name);
    } else {
      SseHandler ofKey = read.withKeyFrom(parameter);
      mountRead(router, own.route(), ofKey);
      mountRenewal(router, own.route(), ofKey);
    }
  }

  private SseHandler configured(SseHandler read) {
    return read.withOptions(options).withConnections(connections).withAccess(login::mayRead);
  }

  /** Before it: who is let in from other origins, which browsers ask without a credential. */
  private void mountRead(Router router, String path, SseHandler read) {
    if (origins != null) {
      router.route(path).handler(CrossOrigin.allow(origins));
    }
    login.mount(router, path);
    router.get(path).handler(read);
    router.head(path).handler(read);
  }

  private void mountPost(
      Router router, String path, SseHandler read, Function<RoutingContext, String> nameOf) {
    router
        .post(path)
        .handler(
            context -> {
              if (isRenewal(context, nameOf.apply(context))) {
                read.handle(context);
              } else {
                context.next();
              }
            });
    publishing.mount(router, path, nameOf);
  }

  private void mountRenewal(Router router, String path, SseHandler read) {
    if (login.isConfigured()) {
      router.post(path).handler(read);
    }
  }

  /** Where nobody can publish, a post can mean nothing else. */
  private boolean isRenewal(RoutingContext context, String name) {
    boolean namesConnection = context.request().headers().contains(SseHandler.CONNECTION_HEADER);
    return publishing.isOpen(name) ? namesConnection : login.isConfigured();
  }

  /** Where streams are served, each with what is below it. */
  String[] paths() {
    Stream<String> own =
        streams.values().stream()
            .map(StreamConfig::ownPath)
            .filter(Objects::nonNull)
            .map(path -> path.route().replaceFirst("/:.*", ""));
    return Stream.concat(Stream.of(STREAMS), own).distinct().toArray(String[]::new);
  }

  private boolean isServedByName(String name) {
    StreamConfig stream = streams.get(name);
    return stream != null && !stream.isServedByKeyAlone();
  }
}
