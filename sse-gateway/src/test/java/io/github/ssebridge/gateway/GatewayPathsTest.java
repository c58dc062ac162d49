package io.github.ssebridge.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.testkit.EmbeddedKafka;
import io.github.ssebridge.testkit.SseClient;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A topic of orders that is served by customer alone, and one of prices with an alias. */
class GatewayPathsTest {

  private static final StreamConfig RATES =
      new StreamConfig(
          "rates", null, null, null, false, null, false, null, null, null, null, null, true, false);

  private static EmbeddedKafka kafka;
  private static Gateway gateway;
  private static Producer<String, String> producer;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start();
    kafka.createTopic("orders", 3);
    kafka.createTopic("prices", 1);
    kafka.createTopic("rates", 1, Map.of("cleanup.policy", "compact"));
    Map<String, String> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
    gateway =
        Gateway.start(
            new GatewayConfig(
                "127.0.0.1",
                0,
                "n1",
                settings,
                null,
                Map.of(
                    "orders",
                    StreamConfig.ofTopic("orders").withPath("/v1.0/orders/{customer}"),
                    "prices",
                    StreamConfig.ofTopic("prices").withPath("/prices"),
                    "rates",
                    RATES)));
    producer =
        new KafkaProducer<>(Map.copyOf(settings), new StringSerializer(), new StringSerializer());
  }

  @AfterAll
  static void stop() {
    producer.close();
    gateway.close();
    kafka.close();
  }

  private static String uri(String path) {
    return "http://127.0.0.1:" + gateway.port() + path;
  }

  private static SseClient connect(String path) {
    SseClient client = SseClient.connect(uri(path));
    await().until(() -> !client.events("sse:open").isEmpty());
    return client;
  }

  private static void produce(String topic, String key, String value) throws Exception {
    producer.send(new ProducerRecord<>(topic, key, value)).get(10, TimeUnit.SECONDS);
  }

  /** An answer that ends: one that goes on for ever, as a stream does, is a failure. */
  private static HttpResponse<String> get(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(uri(path))).build();
    return HttpClient.newHttpClient()
        .sendAsync(request, BodyHandlers.ofString())
        .get(5, TimeUnit.SECONDS);
  }

  @Test
  void tableBeginsWithTheNewestValueOfEachKey() throws Exception {
    produce("rates", "eur", "1.1");
    produce("rates", "gbp", "1.3");
    produce("rates", "eur", "1.2");
    // The table is complete before these, if the feed has begun before.
    await().until(() -> gateway.hub().status("rates").figures().getOrDefault("records", 0L) == 3);
    try (SseClient client = connect("/streams/rates")) {
      await().until(() -> client.events("sse:snapshot").size() == 2);
      assertThat(client.data()).containsExactly("1.3", "1.2");
      produce("rates", "gbp", "1.4");
      await().until(() -> client.data().size() == 3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ann", "Ann & Söhne/Köln"})
  void pathReadsTheRecordsOfItsKeyAlone(String customer) throws Exception {
    String path = "/v1.0/orders/" + URLEncoder.encode(customer, UTF_8).replace("+", "%20");
    try (SseClient client = connect(path)) {
      produce("orders", "bob", "1");
      produce("orders", customer, "2");
      produce("orders", customer, "3");
      await().until(() -> client.data().size() == 2);
      assertThat(client.data()).containsExactly("2", "3");
      assertThat(client.violations()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/streams/orders",
        "/streams/orders?key=ann",
        "/streams?stream=orders",
        "/streams?stream=prices&stream=orders&key=ann",
        "/v1.0/orders",
        "/v1.0/orders/",
        "/v1x0/orders/ann",
        "/orders/ann"
      })
  void streamWithAKeyInItsPathIsServedNowhereElse(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void pathCannotBeWidened() throws Exception {
    assertThat(get("/v1.0/orders/ann?key=bob").statusCode()).isEqualTo(400);
    assertThat(get("/v1.0/orders/ann/bob").statusCode()).isEqualTo(404);
  }

  @Test
  void pathWithoutAParameterIsAnAlias() throws Exception {
    try (SseClient alias = connect("/prices");
        SseClient byName = connect("/streams/prices?key=eur")) {
      produce("prices", "eur", "1.17");
      await().until(() -> alias.data().size() == 1 && byName.data().size() == 1);
      assertThat(alias.lastEventId()).isEqualTo(byName.lastEventId());
    }
  }

  private static int subscribersOfPrices() throws Exception {
    JsonObject streams = new JsonObject(get("/health").body()).getJsonObject("streams");
    return streams.getJsonObject("prices").getInteger("subscribers");
  }

  @Test
  void healthNamesEveryStream() throws Exception {
    try (SseClient client = connect("/prices")) {
      assertThat(client.isOpen()).isTrue();
      HttpResponse<String> health = get("/health");
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.headers().firstValue("content-type")).contains("application/json");
      assertThat(health.headers().firstValue("cache-control")).contains("no-store");
      assertThat(health.body())
          .startsWith("{\"status\":\"up\",\"node\":\"n1\",\"streams\":{")
          .contains("\"orders\":{\"state\":");
      // Readers of other tests may take a moment to be gone.
      await().until(() -> subscribersOfPrices() == 1);
    }
  }
}
