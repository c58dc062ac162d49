package io.github.ssebridge.compatibility;

import io.github.ssebridge.DecoderLimits;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * One connection that takes gzip, as browsers do, and knows when each event came. Read by a thread
 * of its own; asked by the test's.
 */
final class Arrivals implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** An event and when it was there. */
  private record Arrival(ServerSentEvent event, long nanos) {}

  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final HttpResponse<InputStream> response;
  private volatile boolean open = true;

  /** Connects; returns when the head is there, and throws if that takes longer than 10 s. */
  Arrivals(URI uri) {
    this(uri, Duration.ofSeconds(10));
  }

  /** Connects, and throws an UncheckedIOException if the head takes longer than this. */
  Arrivals(URI uri, Duration limit) {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(limit)
            .header("Accept-Encoding", "gzip")
            .build();
    try {
      response = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException("no answer from " + uri, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    Thread reader = new Thread(this::read, "arrivals");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    SseDecoder decoder =
        new SseDecoder(
            event -> arrivals.add(new Arrival(event, System.nanoTime())),
            "",
            DecoderLimits.defaults());
    byte[] chunk = new byte[8 << 10];
    try (InputStream body =
        encoding().equals("gzip") ? new GZIPInputStream(response.body()) : response.body()) {
      for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
        decoder.decode(chunk, 0, n);
      }
    } catch (IOException cut) {
      // It has ended.
      return;
    } finally {
      open = false;
    }
  }

  /** How the body is encoded. */
  String encoding() {
    return response.headers().firstValue("content-encoding").orElse("identity");
  }

  boolean isOpen() {
    return open;
  }

  /**
   * When this data has come, by {@link System#nanoTime}; null if that takes longer than a time.
   * What comes before it is passed over.
   */
  @Nullable Long await(String data, long limitMillis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
    try {
      for (Arrival next = poll(deadline); next != null; next = poll(deadline)) {
        if (next.event().data().equals(data)) {
          return next.nanos();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  private @Nullable Arrival poll(long deadline) throws InterruptedException {
    return arrivals.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException alreadyClosed) {
      // That is what was wanted.
      return;
    }
  }
}
