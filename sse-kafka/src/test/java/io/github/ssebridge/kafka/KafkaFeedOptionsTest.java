package io.github.ssebridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaFeedOptionsTest {

  private static final Map<String, String> BROKERS = Map.of("bootstrap.servers", "localhost:9092");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "group.id",
        "auto.offset.reset",
        "enable.auto.commit",
        "key.deserializer",
        "value.deserializer",
        "allow.auto.create.topics"
      })
  void refusesASettingThatThePromisesRestOnAndNamesIt(String setting) {
    Map<String, String> settings = Map.of("bootstrap.servers", "localhost:9092", setting, "x");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KafkaFeedOptions("prices", settings))
        .withMessageContaining("remove '" + setting + "'");
  }

  @Test
  void asksForBootstrapServers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KafkaFeedOptions("prices", Map.of()))
        .withMessageContaining("bootstrap.servers is missing");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KafkaFeedOptions("prices", Map.of("bootstrap.servers", " ")))
        .withMessageContaining("bootstrap.servers is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".", "..", "a/b", "a b", "ä", "a\nb"})
  void refusesATopicThatCannotExist(String topic) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KafkaFeedOptions(topic, BROKERS))
        .withMessageStartingWith("topic must be")
        .withMessageContaining("'" + topic + "'");
  }

  @Test
  void takesTheLongestTopicNameAndNoLongerOne() {
    assertThat(new KafkaFeedOptions("t".repeat(249), BROKERS).topic()).hasSize(249);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KafkaFeedOptions("t".repeat(250), BROKERS));
  }

  @Test
  void passesEverySettingOnAndAddsWhatThePromisesRestOn() {
    Map<String, String> settings =
        Map.of("bootstrap.servers", "localhost:9092", "metadata.max.age.ms", "1000");
    assertThat(new KafkaFeedOptions("prices", settings).consumerConfig())
        .containsAllEntriesOf(settings)
        .containsEntry("auto.offset.reset", "none")
        .containsEntry("enable.auto.commit", "false")
        .containsEntry("allow.auto.create.topics", "false")
        .doesNotContainKey("group.id");
  }
}
