package io.github.ssebridge.benchmarks;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.redis.RedisLink;
import io.github.ssebridge.redis.RedisPubSubFeed;
import io.github.ssebridge.vertx.SseHandler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;

/** A process that serves a channel as an application does, on one event loop. Stateless. */
final class RedisNode {

  private static final String STREAM = "x";
  private static final long OPEN_SECONDS = 30;

  /** What it is started with. */
  record Settings(String uri, String channel) {}

  /** How many events it has appended, and its CPU time. */
  record Sample(long appended, long cpuNanos) {}

  private RedisNode() {}

  /** Takes {@link Settings} as JSON; it is ready when no message can be missed any more. */
  public static void main(String[] args) throws Exception {
    Settings settings = Json.read(args[0], Settings.class);
    Vertx vertx = Listening.vertx();
    RedisLink link = RedisLink.create(settings.uri);
    EventHub hub = EventHub.create().stream(STREAM, RedisPubSubFeed.create(link, settings.channel));
    AppendWatch watch = AppendWatch.open(hub, STREAM);
    watch.awaitOpen(OPEN_SECONDS);
    Router router = Router.router(vertx);
    router.get("/" + STREAM).handler(SseHandler.create(hub, STREAM));
    new CommandLoop()
        .on(
            "sample",
            Nothing.class,
            nothing -> new Sample(watch.appended(), ProcessProbe.cpuNanos()))
        .run(Listening.start(vertx, router));
  }
}
