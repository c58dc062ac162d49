package io.github.ssebridge.benchmarks;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Holds the consumer of this process at its first records until all are there to be read, and
 * counts what it then reads. Kafka makes it by its name, so its state is the class's.
 */
public final class HeldReads implements ConsumerInterceptor<byte[], byte[]> {

  private static final Semaphore PASSES = new Semaphore(0);
  private static final AtomicLong LEFT = new AtomicLong();
  private static volatile CountDownLatch over = new CountDownLatch(1);

  static Map<String, String> settings() {
    return Map.of(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, HeldReads.class.getName());
  }

  /** From now on a consumer with records is held, before so many of them are read. */
  static void hold(long records) {
    PASSES.drainPermits();
    LEFT.set(records);
    over = new CountDownLatch(1);
  }

  /** Lets it read, and waits until all records have been handed over. */
  static void letGo() throws InterruptedException {
    PASSES.release(Integer.MAX_VALUE / 2);
    over.await();
  }

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    PASSES.acquireUninterruptibly();
    if (LEFT.addAndGet(-records.count()) <= 0) {
      over.countDown();
    }
    return records;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void close() {}

  @Override
  public void configure(Map<String, ?> configs) {}
}
