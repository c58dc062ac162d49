package io.github.ssebridge.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** One line that a child process writes: the value of a command, or why it failed. */
record Answer(@Nullable JsonNode value, @Nullable String failure) {

  static Answer of(Object value) {
    return new Answer(Json.tree(value), null);
  }

  static Answer failed(Throwable cause) {
    return new Answer(null, cause.toString());
  }
}
