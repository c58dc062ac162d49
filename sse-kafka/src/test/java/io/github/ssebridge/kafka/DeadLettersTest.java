package io.github.ssebridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.testkit.LogLines;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

  // No broker is there, so the first record keeps the thread for as long as it waits for one.
  private static final KafkaFeedOptions OPTIONS =
      new KafkaFeedOptions("orders", Map.of("bootstrap.servers", "localhost:1"));

  private final LogLines log = new LogLines(KafkaFeed.class);
  private final DeadLetters letters = new DeadLetters(OPTIONS, "letters");

  @AfterEach
  void close() {
    letters.close();
    log.close();
  }

  @Test
  void keepsNoMoreThanEightMebibytesWaiting() {
    copy(8, 1 << 20);
    assertThat(log.with("too many wait")).isEmpty();
    copy(1, 1 << 20);
    assertThat(log.with("too many wait")).hasSize(1);
  }

  @Test
  void keepsNoMoreThanAThousandRecordsWaiting() {
    copy(1_000, 1);
    assertThat(log.with("too many wait")).isEmpty();
    copy(2, 1);
    assertThat(log.with("too many wait")).hasSize(1);
  }

  @Test
  void saysHowManyRecordsItDropsWhenItIsClosed() {
    copy(100, 1);
    letters.close();
    assertThat(log.with("records were not copied")).hasSize(1);
  }

  private void copy(int records, int bytes) {
    for (int i = 0; i < records; i++) {
      letters.copy(record(i, bytes), new IllegalStateException("bad"));
    }
  }

  private static ConsumerRecord<byte[], ByteBuffer> record(long offset, int bytes) {
    return new ConsumerRecord<>(
        "orders",
        0,
        offset,
        0L,
        TimestampType.CREATE_TIME,
        0,
        bytes,
        new byte[0],
        ByteBuffer.allocate(bytes),
        new RecordHeaders(),
        Optional.empty());
  }
}
