package io.github.ssebridge.kafka;

import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Holds the thread of a consumer that got records until the test lets it go on, so that it falls
 * behind. Kafka makes it by its name, so its state is the class's: one test at a time.
 */
public final class HeldPolls implements ConsumerInterceptor<byte[], byte[]> {

  private static final Semaphore PASSES = new Semaphore(0);

  static Map<String, String> settings() {
    PASSES.drainPermits();
    return Map.of("interceptor.classes", HeldPolls.class.getName());
  }

  /** Whether a consumer waits. */
  static boolean holds() {
    return PASSES.hasQueuedThreads();
  }

  /** Lets all that waits, or comes later, go on. */
  static void letGo() {
    PASSES.release(Integer.MAX_VALUE / 2);
  }

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    PASSES.acquireUninterruptibly();
    return records;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void close() {}

  @Override
  public void configure(Map<String, ?> configs) {}
}
