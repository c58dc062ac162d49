package io.github.ssebridge.benchmarks;

import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.http.media.MediaContext;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http.spi.SinkProviderContext;
import io.helidon.webserver.sse.SseSink;
import io.helidon.webserver.sse.SseSinkProvider;
import java.lang.reflect.Proxy;
import java.util.Map;

/**
 * Helidon's sink, which writes into a stream that is used again; it takes bytes as they are. Its
 * response answers what the sink asks when it is made, and never later. Owned by the benchmark's
 * thread.
 */
final class HelidonEncoder implements EventEncoder<SseEvent> {

  private final ReusedOutput output = new ReusedOutput();
  private final SseSink sink = new SseSinkProvider().create(new Context(response(), connection()));

  @Override
  public SseEvent event(String id, String type, String data) {
    return SseEvent.builder().id(id).name(type).data((Object) data).build();
  }

  @Override
  public Object encode(SseEvent event) {
    output.reset();
    return sink.emit(event);
  }

  @Override
  public Object encode(String id, String type, byte[] data) {
    return encode(SseEvent.builder().id(id).name(type).data(data).build());
  }

  @Override
  public boolean writesOver() {
    return true;
  }

  @Override
  public byte[] bytes(Object encoded) {
    return output.toByteArray();
  }

  private ServerResponse response() {
    return answering(
        ServerResponse.class,
        Map.of(
            "headers",
            ServerResponseHeaders.create(),
            "status",
            Status.OK_200,
            "outputStream",
            output));
  }

  private static ConnectionContext connection() {
    ListenerContext listener =
        answering(ListenerContext.class, Map.of("mediaContext", MediaContext.create()));
    return answering(ConnectionContext.class, Map.of("listenerContext", listener));
  }

  private static <T> T answering(Class<T> type, Map<String, Object> answers) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answers.get(method.getName()));
    return type.cast(proxy);
  }

  private record Context(ServerResponse serverResponse, ConnectionContext connectionContext)
      implements SinkProviderContext {

    @Override
    public Runnable closeRunnable() {
      return () -> {};
    }
  }
}
