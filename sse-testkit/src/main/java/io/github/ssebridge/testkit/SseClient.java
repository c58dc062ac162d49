package io.github.ssebridge.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ssebridge.DecoderLimits;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a stream that reads with our decoder and checks what it reads against the wire
 * contract. Read by a thread of its own; safe for use by any other.
 */
public final class SseClient implements AutoCloseable {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final List<ServerSentEvent> events = new CopyOnWriteArrayList<>();
  private final WireContract contract = new WireContract();
  private final AtomicInteger heartbeats = new AtomicInteger();
  private final HttpResponse<InputStream> response;
  private final SseDecoder decoder;
  private volatile boolean open = true;

  private SseClient(HttpResponse<InputStream> response, String lastEventId) {
    this.response = response;
    this.decoder = new SseDecoder(events::add, lastEventId, DecoderLimits.defaults());
    Thread reader = new Thread(this::read, "sse-client");
    reader.setDaemon(true);
    reader.start();
  }

  /** Connects as a browser does the first time; returns when the head has arrived. */
  public static SseClient connect(String uri) {
    return connect(uri, null);
  }

  /**
   * Connects as a browser does again.
   *
   * @throws IllegalStateException if the server cannot be reached
   */
  public static SseClient connect(String uri, @Nullable String lastEventId) {
    return connect(uri, lastEventId, Map.of());
  }

  /**
   * Connects with headers of its own, such as a credential.
   *
   * @throws IllegalStateException if the server cannot be reached
   */
  public static SseClient connect(
      String uri, @Nullable String lastEventId, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(uri))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Accept", "text/event-stream");
    headers.forEach(request::setHeader);
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    try {
      HttpResponse<InputStream> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      return new SseClient(response, lastEventId == null ? "" : lastEventId);
    } catch (IOException e) {
      throw new IllegalStateException("no answer from " + uri, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The HTTP status. */
  public int status() {
    return response.statusCode();
  }

  /** The HTTP headers of the answer. */
  public HttpHeaders headers() {
    return response.headers();
  }

  /** All events until now, control events included. */
  public List<ServerSentEvent> events() {
    return List.copyOf(events);
  }

  /** The data of the user's events until now. */
  public List<String> data() {
    return events.stream().filter(e -> !e.isControl()).map(ServerSentEvent::data).toList();
  }

  /** The events of one type until now. */
  public List<ServerSentEvent> events(String type) {
    return events.stream().filter(e -> e.type().equals(type)).toList();
  }

  /** How many heartbeats came until now. */
  public int heartbeats() {
    return heartbeats.get();
  }

  /** The id that a browser would come back with. */
  public String lastEventId() {
    return events.stream()
        .map(ServerSentEvent::id)
        .reduce("", (before, id) -> id == null ? before : id);
  }

  /** Whether the server has not ended the stream. */
  public boolean isOpen() {
    return open;
  }

  /** What in the bytes until now breaks the wire contract. */
  public List<String> violations() {
    return contract.violations();
  }

  /** Disconnects as a closed tab does. */
  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException alreadyClosed) {
      // That is what was wanted.
    }
  }

  private void read() {
    byte[] chunk = new byte[64 << 10];
    try (InputStream body = response.body()) {
      for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
        contract.check(new String(chunk, 0, n, UTF_8));
        heartbeats.set(contract.heartbeats());
        decoder.decode(chunk, 0, n);
      }
    } catch (IOException disconnected) {
      // A cut connection ends the stream as well.
    } finally {
      open = false;
    }
  }
}
