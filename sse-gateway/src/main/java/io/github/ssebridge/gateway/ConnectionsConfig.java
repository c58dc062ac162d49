package io.github.ssebridge.gateway;

import io.github.ssebridge.vertx.ConnectionLimits;
import io.github.ssebridge.vertx.SseHandlerOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How many connections a node carries, and how it treats them; what is not set has its default.
 *
 * @param total how many in all
 * @param perPrincipal how many of one who has logged in
 * @param perAddress how many from one address; by default any number
 * @param heartbeat after how long without an event something is sent, such as {@code 15s}
 * @param stallTimeout after how long a client is reset that takes nothing
 * @param maxAge after how long a client is sent away to come back; by default never
 * @param maxIdle after how long without an event, likewise
 * @param reauthAhead how long before its credential expires a client is told
 * @param maxStreams how many streams one connection may read
 * @param maxKeys how many keys one connection may read
 * @param compression whether streams are compressed for clients that want that
 */
record ConnectionsConfig(
    @Nullable Integer total,
    @Nullable Integer perPrincipal,
    @Nullable Integer perAddress,
    @Nullable String heartbeat,
    @Nullable String stallTimeout,
    @Nullable String maxAge,
    @Nullable String maxIdle,
    @Nullable String reauthAhead,
    @Nullable Integer maxStreams,
    @Nullable Integer maxKeys,
    boolean compression) {

  private static final String SETTING = "connections.";

  static ConnectionsConfig defaults() {
    return new ConnectionsConfig(null, null, null, null, null, null, null, null, null, null, false);
  }

  /**
   * How many there may be.
   *
   * @throws IllegalArgumentException if that cannot be, naming the setting
   */
  ConnectionLimits limits() {
    ConnectionLimits defaults = ConnectionLimits.defaults();
    return named(
        () ->
            new ConnectionLimits(
                Objects.requireNonNullElse(total, defaults.total()),
                Objects.requireNonNullElse(perPrincipal, defaults.perPrincipal()),
                Objects.requireNonNullElse(perAddress, defaults.perAddress())));
  }

  /**
   * How routes treat them.
   *
   * @throws IllegalArgumentException if they cannot, naming the setting
   */
  SseHandlerOptions options() {
    SseHandlerOptions defaults = SseHandlerOptions.defaults();
    Duration beat = time("heartbeat", heartbeat, defaults.heartbeat());
    Duration stall = time("stallTimeout", stallTimeout, defaults.stallTimeout());
    Duration age = time("maxAge", maxAge, defaults.maxAge());
    Duration idle = time("maxIdle", maxIdle, defaults.maxIdle());
    Duration ahead = time("reauthAhead", reauthAhead, defaults.reauthAhead());
    return named(
        () ->
            defaults
                .withHeartbeat(beat)
                .withStallTimeout(stall)
                .withMaxAge(age, idle)
                .withReauthAhead(ahead)
                .withMaxStreams(
                    Objects.requireNonNullElse(maxStreams, defaults.maxStreams()),
                    Objects.requireNonNullElse(maxKeys, defaults.maxKeys()))
                .withCompression(compression));
  }

  private static Duration time(String name, @Nullable String text, Duration otherwise) {
    return text == null ? otherwise : DurationText.parse(SETTING + name, text);
  }

  private static <T> T named(Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      // What is wrong begins with the name of the setting.
      throw new IllegalArgumentException(SETTING + e.getMessage(), e);
    }
  }
}
