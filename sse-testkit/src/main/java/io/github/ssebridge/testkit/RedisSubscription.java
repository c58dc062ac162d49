package io.github.ssebridge.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A subscription of one channel without a client library: a connection that one test owns, for one
 * thread, until {@link #close}.
 */
public final class RedisSubscription implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final RespConnection connection;

  private RedisSubscription(RespConnection connection) {
    this.connection = connection;
  }

  static RedisSubscription open(int port, String command, String channel) {
    try {
      RespConnection connection = RespConnection.open(port, LIMIT);
      connection.write(command.getBytes(UTF_8), channel.getBytes(UTF_8));
      connection.flush();
      var unused = connection.read();
      return new RedisSubscription(connection);
    } catch (IOException e) {
      throw new UncheckedIOException("the Redis on port " + port + " does not answer", e);
    }
  }

  /**
   * The payloads of the next messages, in their order.
   *
   * @throws UncheckedIOException if one of them does not come within ten seconds
   */
  public List<String> next(int messages) {
    List<String> payloads = new ArrayList<>();
    try {
      while (payloads.size() < messages) {
        List<?> message = (List<?>) connection.read();
        payloads.add(String.valueOf(message == null ? null : message.get(2)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no message came after " + payloads.size(), e);
    }
    return payloads;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the subscription", e);
    }
  }
}
