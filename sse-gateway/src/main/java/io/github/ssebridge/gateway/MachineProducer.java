package io.github.ssebridge.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Produces this machine's figures into a topic four times a second, keyed by metric. Owns its
 * thread, its producer and its {@link MachineFigures}.
 */
final class MachineProducer implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final String topic;
  private final Producer<String, String> producer;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "demo-machine-figures");

  private MachineProducer(String bootstrapServers, String topic) {
    this.topic = topic;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                // A figure is of no use when it is late: while the broker is away, drop it.
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                "2000",
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                "1500",
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                "500",
                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                "500"),
            new StringSerializer(),
            new StringSerializer());
    thread.setDaemon(true);
  }

  static MachineProducer start(String bootstrapServers, String topic) {
    MachineProducer producer = new MachineProducer(bootstrapServers, topic);
    producer.thread.start();
    return producer;
  }

  @Override
  public void close() {
    stopped.countDown();
    producer.close(CLOSE_TIMEOUT);
  }

  private void run() {
    MachineFigures figures = new MachineFigures();
    try {
      while (!stopped.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        long now = System.currentTimeMillis();
        for (Figure figure : figures.read()) {
          var unused =
              producer.send(new ProducerRecord<>(topic, figure.metric(), figure.toJson(now)));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException closedMeanwhile) {
      // close() does not wait for a reading that is under way.
    }
  }
}
