package io.github.ssebridge.compatibility;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.jspecify.annotations.Nullable;

/** okhttp-sse, with what it takes to come back. */
final class OkHttpSseReading extends EventSourceListener implements Reading {

  private static final long RETRY_MILLIS = StreamServer.RETRY.toMillis();

  private final List<SeenEvent> events = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final OkHttpClient http;
  private final URI uri;
  private volatile String lastId = "";

  OkHttpSseReading(URI uri) {
    this(uri, Duration.ofSeconds(30));
  }

  OkHttpSseReading(URI uri, Duration readTimeout) {
    this.uri = uri;
    http = new OkHttpClient.Builder().readTimeout(readTimeout).build();
    connect();
  }

  private void connect() {
    Request.Builder request = new Request.Builder().url(uri.toString());
    request.header("Last-Event-ID", lastId);
    var unused = EventSources.createFactory(http).newEventSource(request.build(), this);
  }

  @Override
  public void onEvent(EventSource source, @Nullable String id, @Nullable String type, String data) {
    lastId = id == null ? lastId : id;
    handle(id, type, data);
  }

  @Override
  public void onClosed(EventSource source) {
    comeBack();
  }

  @Override
  public void onFailure(
      EventSource source, @Nullable Throwable failure, @Nullable Response response) {
    if (response == null || response.code() != 204) {
      comeBack();
    }
  }

  private void comeBack() {
    if (!timer.isShutdown()) {
      var unused = timer.schedule(this::connect, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void handle(@Nullable String id, @Nullable String type, String data) {
    events.add(SeenEvent.of(type, data, id));
  }

  @Override
  public List<SeenEvent> events() {
    return List.copyOf(events);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    http.dispatcher().cancelAll();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
