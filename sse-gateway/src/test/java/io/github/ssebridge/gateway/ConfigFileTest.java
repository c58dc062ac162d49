package io.github.ssebridge.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ssebridge.LogOptions;
import io.github.ssebridge.OverflowPolicy;
import io.github.ssebridge.StreamOptions;
import io.github.ssebridge.redis.RedisStreamOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {

  private static final String GOOD =
      """
      host: 127.0.0.1
      port: 8081
      node: n1
      kafka:
        bootstrap.servers: localhost:9092
        security.protocol: PLAINTEXT
      redis:
        uri: redis://localhost:6379
      streams:
        machine:
          topic: machine
          path: /machine/{metric}
          replays: 4
          overflow: latest
          log:
            maxEvents: 1000
            maxAgeSeconds: 60
          records:
            typeHeader: kind
            unmappable: skip
        chat:
          channel: chat
          path: /talk
          publish: true
        jobs:
          redisStream: jobs
          publish: true
          maxLength: 5000
        ticks:
          pattern: ticks.*
          path: /ticks/{channel}
        rooms:
          channel: rooms
          sharded: true
      """;

  @TempDir Path dir;

  private GatewayConfig read(String yaml) throws IOException {
    return ConfigFile.read(Files.writeString(dir.resolve("gateway.yaml"), yaml));
  }

  @Test
  void readsEverySetting() throws IOException {
    GatewayConfig config = read(GOOD);
    assertThat(config.port()).isEqualTo(8081);
    assertThat(config.kafka()).containsEntry("security.protocol", "PLAINTEXT");
    assertThat(config.streams())
        .containsEntry("chat", StreamConfig.ofChannel("chat", true).withPath("/talk"));
    assertThat(requireNonNull(requireNonNull(config.streams()).get("machine")).options())
        .isEqualTo(
            StreamOptions.defaults()
                .withOverflow(OverflowPolicy.LATEST)
                .withReplays(4)
                .withLog(
                    LogOptions.defaults().withMaxEvents(1000).withMaxAge(Duration.ofMinutes(1))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          topic: machine        | topik: machine     | :11: unknown setting 'streams.machine.topik'; known here: channel, log, maxLength, overflow, path, pattern, public, publish, records, redisStream, replays, sharded, snapshot, topic
          port: 8081            | prot: 8081         | :2: unknown setting 'prot'; known here: connections, drain, host, jwt, kafka, metrics, node, origins, port, redis, streams, tls, trustForwarded
          port: 8081            | port: eighty       | 'port' must be a whole number
          port: 8081            | port: 80.5         | 'port' must be a whole number
          port: 8081            | port: ""           | 'port' must be a whole number
          channel: chat         | extra: [1]         | unknown setting 'streams.chat.extra'
          topic: machine        | topic: [a]         | 'streams.machine.topic' must be a text
          publish: true         | publish: perhaps   | 'streams.chat.publish' must be true or false
          uri: redis            | urn: redis         | unknown setting 'redis.urn'
          security.protocol: PLAINTEXT | client.id: null | kafka.client.id has no value
          port: 8081            | port: 70000        | port must be from 0 to 65535, but is 70000
          port: 8081            | metrics: { host: 127.0.0.1 } | metrics.port is missing
          port: 8081            | metrics: { port: 8080 } | metrics.port is the port of the streams
          port: 8081            | metrics: { port: 99999 } | metrics.port must be from 0 to 65535, but is 99999
          port: 8081            | metrics: { prot: 9090 } | unknown setting 'metrics.prot'; known here: host, port
          port: 8081            | port: {            | not valid YAML
          port: 8081            | host: 127.0.0.2    | Duplicate field 'host'
          topic: machine        | publish: false     | streams.machine: it needs exactly one of 'topic' (Kafka), 'redisStream', 'channel' and 'pattern' (Redis)
          channel: chat         | topic: chat        | streams.chat: publish is for a 'channel' or a 'redisStream': produce into a topic
          overflow: latest      | overflow: drop     | streams.machine: overflow must be gap, close or latest, but is drop
          maxEvents: 1000       | maxEvents: 0       | streams.machine: maxEvents must be at least 1, but is 0
          maxEvents: 1000       | maxEvent: 1000     | unknown setting 'streams.machine.log.maxEvent'; known here: maxAgeSeconds, maxBytes, maxEvents
          maxAgeSeconds: 60     | maxAgeSeconds: 1m  | 'streams.machine.log.maxAgeSeconds' must be a whole number
          unmappable: skip      | unmappable: drop   | streams.machine: records.unmappable must be skip, fail or dead-letter, but is drop
          unmappable: skip      | unmappable: dead-letter | streams.machine: records.unmappable: dead-letter and records.deadLetterTopic go together
          unmappable: skip      | deadLetterTopic: x | streams.machine: records.unmappable: dead-letter and records.deadLetterTopic go together
          unmappable: skip      | deadLetter: x      | unknown setting 'streams.machine.records.deadLetter'
          publish: true         | snapshot: true     | streams.chat: records and snapshot are for a 'topic'
          security.protocol: PLAINTEXT | group.id: g | remove 'group.id' from the Kafka settings
          replays: 4            | replays: 0         | streams.machine: replays must be at least 1, but is 0
          replays: 4            | replays: some      | 'streams.machine.replays' must be a whole number
          path: /talk           | path: talk         | streams.chat: path must begin with a /, as in /orders/{customer}
          path: /talk           | path: /talk/:room  | streams.chat: path must be like /prices or /orders/{customer}
          path: /talk           | path: /health      | streams.chat: path must not be under /streams or /health
          path: /talk           | path: /talk/{room} | streams.chat: path has a {parameter}, which is a key, but the messages of a channel have no keys
          path: /talk           | path: /machine/cpu | streams.chat.path /machine/cpu and streams.machine.path /machine/{metric} are the same to a request
          channel: chat         | redisStream: ""    | streams.chat: the key of the Redis stream must not be empty
          redisStream: jobs     | channel: jobs      | streams.jobs: maxLength is for a 'redisStream' with 'publish: true'
          redisStream: jobs     | snapshot: true     | streams.jobs: it needs exactly one of
          maxLength: 5000       | maxLength: 0       | streams.jobs: maxLength must be 1 or more, but is 0
          maxLength: 5000       | maxLength: many    | 'streams.jobs.maxLength' must be a whole number
          maxLength: 5000       | sharded: true      | streams.jobs: sharded is for a 'channel'
          maxLength: 5000       | snapshot: true     | streams.jobs: records and snapshot are for a 'topic'
          maxLength: 5000       | path: /jobs/{kind} | streams.jobs: path has a {parameter}, so no path takes a POST: remove 'publish', or the {parameter}
          path: /ticks/{channel} | publish: true     | streams.ticks: publish is for a 'channel' or a 'redisStream': a pattern is no channel
          path: /ticks/{channel} | channel: ticks    | streams.ticks: it needs exactly one of
          path: /ticks/{channel} | replays: 3        | streams.ticks: replays is for a 'topic' or a 'redisStream'
          bootstrap.servers:    | bootstrap.server:  | set kafka: { bootstrap.servers: host:port }
          """)
  void saysInOneLineWhatIsWrongAndWhere(String right, String wrong, String expected) {
    assertThat(GOOD).contains(right);
    assertThatThrownBy(() -> read(GOOD.replace(right, wrong)))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining("gateway.yaml")
        .hasMessageContaining(expected)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void readsTheSettingsOfEachKindOfRedisSource() throws IOException {
    Map<String, StreamConfig> streams = requireNonNull(read(GOOD).streams());
    assertThat(requireNonNull(streams.get("jobs")).redisStreamOptions())
        .isEqualTo(new RedisStreamOptions("jobs").withMaxLength(5000));
    assertThat(requireNonNull(streams.get("ticks")).pattern()).isEqualTo("ticks.*");
    assertThat(requireNonNull(streams.get("rooms")).sharded()).isTrue();
    assertThat(requireNonNull(streams.get("chat")).sharded()).isFalse();
  }

  @Test
  void streamInRedisNeedsToKnowWhereRedisIs() {
    String redis = "redis:\n  uri: redis://localhost:6379\n";
    assertThatThrownBy(() -> read(GOOD.replace(redis, "")))
        .hasMessageContaining("streams.chat: its source is in Redis, so set redis: { uri:");
  }

  @Test
  void missingAndEmptyFilesNameTheRemedy() {
    assertThatThrownBy(() -> ConfigFile.read(dir.resolve("none.yaml")))
        .hasMessageContaining("there is no file")
        .hasMessageContaining("--config");
    assertThatThrownBy(() -> read("")).hasMessageContaining("'streams'");
    assertThatThrownBy(() -> read("port: 1")).hasMessageContaining("streams is missing");
  }
}
