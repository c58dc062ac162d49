package io.github.ssebridge.gateway;

import io.github.ssebridge.kafka.HeaderMapper;
import io.github.ssebridge.kafka.KafkaFeedOptions;
import io.github.ssebridge.kafka.Unmappable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the records of a topic become events; what is not set has its default.
 *
 * @param typeHeader the header that names the type of an event
 * @param keyHeader the header that is its key; by default it is the key of the record
 * @param unmappable what happens to a record that cannot be made into an event: {@code skip},
 *     {@code fail} or {@code dead-letter}
 * @param deadLetterTopic where it is copied to then
 */
record RecordsConfig(
    @Nullable String typeHeader,
    @Nullable String keyHeader,
    @Nullable String unmappable,
    @Nullable String deadLetterTopic) {

  /**
   * Feed options that do so.
   *
   * @throws IllegalArgumentException if that cannot be, naming the setting
   */
  KafkaFeedOptions applyTo(KafkaFeedOptions options) {
    String header = Objects.requireNonNullElse(typeHeader, HeaderMapper.DEFAULT_TYPE_HEADER);
    return options
        .withMapper(new HeaderMapper(header, keyHeader))
        .withUnmappable(unmappableRecords());
  }

  private Unmappable unmappableRecords() {
    String action = Objects.requireNonNullElse(unmappable, "skip");
    boolean isDeadLetter = action.equals("dead-letter");
    if (isDeadLetter != (deadLetterTopic != null)) {
      throw new IllegalArgumentException(
          "records.unmappable: dead-letter and records.deadLetterTopic go together: set both or"
              + " neither");
    }
    return switch (action) {
      case "skip" -> Unmappable.SKIP;
      case "fail" -> Unmappable.FAIL;
      case "dead-letter" -> Unmappable.toTopic(Objects.requireNonNull(deadLetterTopic));
      default ->
          throw new IllegalArgumentException(
              "records.unmappable must be skip, fail or dead-letter, but is " + action);
    };
  }
}
