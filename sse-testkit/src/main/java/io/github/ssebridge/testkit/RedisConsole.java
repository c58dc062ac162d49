package io.github.ssebridge.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives commands to a Redis on this machine without a client library, by a new connection for each
 * call: it works again as soon as a killed server does. Safe for use by any thread.
 *
 * <p>Every method throws an UncheckedIOException if the Redis does not answer within five seconds,
 * and an IllegalStateException with the text of the error if it refuses.
 */
public final class RedisConsole {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final int port;
  private final List<byte[][]> greeting;

  private RedisConsole(int port, List<byte[][]> greeting) {
    this.port = port;
    this.greeting = greeting;
  }

  /** A console of the Redis on this port of 127.0.0.1. */
  public RedisConsole(int port) {
    this(port, List.of());
  }

  /** The same as this user; {@code default} is the one that has only a password. */
  public RedisConsole as(String user, String password) {
    return new RedisConsole(port, Collections.singletonList(bytes("AUTH", user, password)));
  }

  /** The answer to a command: a Long, a String, a List of answers, or null. */
  public @Nullable Object command(String... words) {
    return command(bytes(words));
  }

  /** The answer to a command whose words are any bytes. */
  public @Nullable Object command(byte[]... words) {
    return answers(Collections.singletonList(words)).get(0);
  }

  /** The answer to a command that answers a number. */
  public long number(String... words) {
    return (Long) answer(words);
  }

  /** The answer to a command that answers a text. */
  public String text(String... words) {
    return (String) answer(words);
  }

  /** The answer to a command that answers a list. */
  public List<?> list(String... words) {
    return (List<?>) answer(words);
  }

  /** Publishes in this order; returns when the Redis has all of them. */
  public void publish(String channel, List<byte[]> payloads) {
    List<byte[][]> commands = new ArrayList<>();
    for (byte[] payload : payloads) {
      commands.add(new byte[][] {"PUBLISH".getBytes(UTF_8), channel.getBytes(UTF_8), payload});
    }
    answers(commands);
  }

  /** Publishes texts in this order; returns when the Redis has all of them. */
  public void publish(String channel, String... payloads) {
    publish(channel, List.of(bytes(payloads)));
  }

  /** How many connections have subscribed a channel. */
  public int subscribers(String channel) {
    return Math.toIntExact((Long) list("PUBSUB", "NUMSUB", channel).get(1));
  }

  /** Subscribes a channel; whoever asks owns what is returned. */
  public RedisSubscription subscribe(String channel) {
    return RedisSubscription.open(port, "SUBSCRIBE", channel);
  }

  /** Subscribes a sharded channel, on the node of a cluster that has it. */
  public RedisSubscription subscribeSharded(String channel) {
    return RedisSubscription.open(port, "SSUBSCRIBE", channel);
  }

  private Object answer(String... words) {
    return Objects.requireNonNull(command(words), "the answer to " + String.join(" ", words));
  }

  private List<@Nullable Object> answers(List<byte[][]> commands) {
    try (RespConnection connection = RespConnection.open(port, LIMIT)) {
      for (byte[][] words : greeting) {
        ask(connection, words);
      }
      for (byte[][] words : commands) {
        connection.write(words);
      }
      connection.flush();
      List<@Nullable Object> answers = new ArrayList<>();
      for (int i = 0; i < commands.size(); i++) {
        answers.add(connection.read());
      }
      return answers;
    } catch (IOException e) {
      throw new UncheckedIOException("the Redis on port " + port + " does not answer", e);
    }
  }

  private static void ask(RespConnection connection, byte[][] words) throws IOException {
    connection.write(words);
    connection.flush();
    var unused = connection.read();
  }

  private static byte[][] bytes(String... words) {
    return Arrays.stream(words).map(word -> word.getBytes(UTF_8)).toArray(byte[][]::new);
  }
}
