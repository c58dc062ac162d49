package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Feeds a decoder and keeps what it says. */
final class Decoding {

  /** An event as a browser would dispatch it. */
  record Dispatched(String type, String data, String lastEventId) {}

  final List<ServerSentEvent> events = new ArrayList<>();
  final List<Dispatched> dispatched = new ArrayList<>();
  @Nullable Duration retry;
  final SseDecoder decoder;

  Decoding() {
    this("", DecoderLimits.defaults());
  }

  Decoding(String lastEventId, DecoderLimits limits) {
    decoder =
        new SseDecoder(
            new SseDecoder.Listener() {
              @Override
              public void onEvent(ServerSentEvent event) {
                events.add(event);
                dispatched.add(new Dispatched(event.type(), event.data(), lastEventIdNow()));
              }

              @Override
              public void onRetry(Duration to) {
                retry = to;
              }
            },
            lastEventId,
            limits);
  }

  private String lastEventIdNow() {
    return decoder.lastEventId();
  }

  static Decoding of(byte[]... chunks) {
    Decoding decoding = new Decoding();
    for (byte[] chunk : chunks) {
      decoding.decoder.decode(chunk);
    }
    return decoding;
  }

  static Decoding of(String text) {
    return of(text.getBytes(UTF_8));
  }

  /** In pieces of a size. */
  static Decoding inPieces(byte[] bytes, int size) {
    Decoding decoding = new Decoding();
    for (int at = 0; at < bytes.length; at += size) {
      decoding.decoder.decode(bytes, at, Math.min(size, bytes.length - at));
    }
    return decoding;
  }
}
