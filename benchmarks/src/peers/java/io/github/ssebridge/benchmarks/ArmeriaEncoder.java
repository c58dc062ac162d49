package io.github.ssebridge.benchmarks;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.sse.ServerSentEvent;
import com.linecorp.armeria.server.streaming.ServerSentEvents;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Armeria's encoder, which is private to {@code ServerSentEvents}: the public methods around it
 * make a whole response, which a stream needs only once. Stateless.
 */
final class ArmeriaEncoder implements EventEncoder<ServerSentEvent> {

  private static final MethodHandle TO_HTTP_DATA = toHttpData();

  @Override
  public ServerSentEvent event(String id, String type, String data) {
    return ServerSentEvent.builder().id(id).event(type).data(data).build();
  }

  @Override
  public Object encode(ServerSentEvent event) {
    try {
      return (HttpData) TO_HTTP_DATA.invokeExact(event);
    } catch (Throwable e) {
      throw new IllegalStateException("Armeria cannot encode " + event, e);
    }
  }

  @Override
  public byte[] bytes(Object encoded) {
    return ((HttpData) encoded).array();
  }

  private static MethodHandle toHttpData() {
    try {
      return MethodHandles.privateLookupIn(ServerSentEvents.class, MethodHandles.lookup())
          .findStatic(
              ServerSentEvents.class,
              "toHttpData",
              MethodType.methodType(HttpData.class, ServerSentEvent.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("another version of Armeria", e);
    }
  }
}
