package io.github.ssebridge.compatibility;

import io.github.ssebridge.ServerSentEvent;
import org.jspecify.annotations.Nullable;

/** One event as a client has told it. */
record SeenEvent(String type, String data, String id) {

  /** Of a client that says null where there is none. */
  static SeenEvent of(@Nullable String type, @Nullable String data, @Nullable String id) {
    return new SeenEvent(
        type == null ? ServerSentEvent.DEFAULT_TYPE : type,
        data == null ? "" : data,
        id == null ? "" : id);
  }

  static SeenEvent of(ServerSentEvent event) {
    return of(event.type(), event.data(), event.id());
  }

  boolean isControl() {
    return type.startsWith(ServerSentEvent.CONTROL_PREFIX);
  }

  /** Its beginning: some are long. */
  @Override
  public String toString() {
    return type + "[" + data.substring(0, Math.min(data.length(), 40)) + "]" + id;
  }
}
