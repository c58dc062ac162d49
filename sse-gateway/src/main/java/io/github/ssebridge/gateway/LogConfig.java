package io.github.ssebridge.gateway;

import io.github.ssebridge.LogOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much a node keeps of a stream; what is not set has its default.
 *
 * @param maxBytes the most encoded bytes
 * @param maxEvents the most events
 * @param maxAgeSeconds how old the oldest may be
 */
record LogConfig(
    @Nullable Long maxBytes, @Nullable Integer maxEvents, @Nullable Long maxAgeSeconds) {

  LogOptions options() {
    LogOptions options = LogOptions.defaults();
    if (maxBytes != null) {
      options = options.withMaxBytes(maxBytes);
    }
    if (maxEvents != null) {
      options = options.withMaxEvents(maxEvents);
    }
    return maxAgeSeconds == null ? options : options.withMaxAge(Duration.ofSeconds(maxAgeSeconds));
  }
}
