package io.github.ssebridge.gateway;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.OverflowPolicy;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SnapshotOptions;
import io.github.ssebridge.StreamOptions;
import io.github.ssebridge.kafka.HeaderMapper;
import io.github.ssebridge.kafka.KafkaFeed;
import io.github.ssebridge.kafka.KafkaFeedOptions;
import io.github.ssebridge.kafka.Unmappable;
import io.github.ssebridge.redis.RedisLink;
import io.github.ssebridge.redis.RedisPubSubFeed;
import io.github.ssebridge.redis.RedisPublisher;
import io.github.ssebridge.redis.RedisStreamFeed;
import io.github.ssebridge.vertx.SseHandler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The README's streams with feeds. */
final class BridgedStreams {

  private BridgedStreams() {}

  static EventHub create() {
    RedisLink redis = RedisLink.create("redis://localhost:6379");
    Map<String, String> kafka = Map.of("bootstrap.servers", "localhost:9092");
    EventHub hub = EventHub.create();
    hub.stream("orders", KafkaFeed.create("orders", kafka));
    hub.stream("jobs", RedisStreamFeed.create(redis, "jobs"));
    hub.stream("chat", RedisPubSubFeed.create(redis, "chat"));
    StreamOptions newestOfEachKey = StreamOptions.defaults().withOverflow(OverflowPolicy.LATEST);
    hub.stream("prices", KafkaFeed.create("prices", kafka), newestOfEachKey);
    StreamOptions table = StreamOptions.defaults().withSnapshot(SnapshotOptions.defaults());
    KafkaFeedOptions rates =
        new KafkaFeedOptions("rates", kafka)
            .withMapper(new HeaderMapper("kind", "currency"))
            .withUnmappable(Unmappable.toTopic("rates-unmappable"));
    hub.stream("rates", KafkaFeed.create(rates), table);
    return hub;
  }

  static CompletionStage<String> publish(RedisLink redis) {
    RedisPublisher jobs = RedisPublisher.create(redis, "jobs").withMaxLength(10_000);
    CompletionStage<String> entryId = jobs.publish("ann", ServerSentEvent.of("done", "42"));
    return entryId;
  }

  static Router routes(Vertx vertx, EventHub hub) {
    Router router = Router.router(vertx);
    SseHandler orders = SseHandler.create(hub, "orders");
    router.get("/orders/:customer").handler(orders.withKeyFrom("customer"));
    return router;
  }
}
