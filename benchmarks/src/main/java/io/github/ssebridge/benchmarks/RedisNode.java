package io.github.ssebridge.benchmarks;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.LogOptions;
import io.github.ssebridge.StreamOptions;
import io.github.ssebridge.redis.RedisLink;
import io.github.ssebridge.vertx.SseHandler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;

/**
 * A process that serves a channel or a stream of Redis as an application does, on one event loop.
 * Stateless.
 */
final class RedisNode {

  private static final String STREAM = "x";
  private static final long OPEN_SECONDS = 30;

  /** What it is started with. */
  record Settings(String uri, RedisKind kind, String name, long logBytes) {}

  /** How many events it has appended, and its CPU time. */
  record Sample(long appended, long cpuNanos) {}

  private RedisNode() {}

  /** Takes {@link Settings} as JSON; it is ready when no message of a channel can be missed. */
  public static void main(String[] args) throws Exception {
    Settings settings = Json.read(args[0], Settings.class);
    Vertx vertx = Listening.vertx();
    EventHub hub = hub(settings);
    CommandLoop commands = new CommandLoop();
    if (settings.kind == RedisKind.CHANNEL) {
      AppendWatch watch = AppendWatch.open(hub, STREAM);
      watch.awaitOpen(OPEN_SECONDS);
      commands.on(
          "sample",
          Nothing.class,
          nothing -> new Sample(watch.appended(), ProcessProbe.cpuNanos()));
    }
    Router router = Router.router(vertx);
    router.get("/" + STREAM).handler(SseHandler.create(hub, STREAM));
    commands.run(Listening.start(vertx, router));
  }

  private static EventHub hub(Settings settings) {
    LogOptions log = LogOptions.defaults().withMaxBytes(settings.logBytes);
    RedisLink link = RedisLink.create(settings.uri);
    return EventHub.create().stream(
        STREAM, settings.kind.feed(link, settings.name), StreamOptions.defaults().withLog(log));
  }
}
