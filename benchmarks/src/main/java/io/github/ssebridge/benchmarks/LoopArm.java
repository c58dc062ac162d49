package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What people write by hand: a list of responses, and a write to each for every event. The list is
 * confined to the event loop, the text to the publisher's thread.
 */
final class LoopArm implements Arm {

  private final Context context;
  private final boolean encodeOnce;
  private final EventText text = new EventText();
  private final List<HttpServerResponse> responses = new ArrayList<>();
  private volatile int subscribers;

  LoopArm(Context context, boolean encodeOnce) {
    this.context = context;
    this.encodeOnce = encodeOnce;
  }

  @Override
  public void accept(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    response.exceptionHandler(gone -> {});
    response.closeHandler(closed -> remove(response));
    SseHead.write(response);
    responses.add(response);
    subscribers = responses.size();
  }

  @Override
  public void publish(int key, long sequence, long dueNanos) {
    String event = text.block(sequence, sequence, dueNanos);
    context.runOnContext(
        now -> {
          if (encodeOnce) {
            writeToAll(encode(event));
          } else {
            writeToAll(event);
          }
        });
  }

  @Override
  public int subscribers() {
    return subscribers;
  }

  private void writeToAll(String event) {
    for (HttpServerResponse response : responses) {
      var unused = response.write(event);
    }
  }

  private void writeToAll(Buffer event) {
    for (HttpServerResponse response : responses) {
      var unused = response.write(event);
    }
  }

  /** Direct memory, so that no write has to copy it, and owned by the garbage collector. */
  private static Buffer encode(String event) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(event.length());
    bytes.put(event.getBytes(ISO_8859_1)).flip();
    return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
  }

  private void remove(HttpServerResponse response) {
    responses.remove(response);
    subscribers = responses.size();
  }
}
