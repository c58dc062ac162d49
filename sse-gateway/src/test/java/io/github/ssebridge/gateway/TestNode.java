package io.github.ssebridge.gateway;

import io.github.ssebridge.testkit.SseClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A node with the channels {@code chat}, which takes posts, and {@code news}, at {@code /news} as
 * well, whose other settings are a test's.
 */
final class TestNode implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final String STREAMS =
      """
      streams:
        chat: { channel: chat, publish: true }
        news: { channel: news, path: /news }
      """;

  final Gateway gateway;

  private TestNode(Gateway gateway) {
    this.gateway = gateway;
  }

  /** One that nobody has told where Redis is: it waits for it. */
  static TestNode start(Path dir, String settings) throws IOException {
    return start(dir, "redis://127.0.0.1:1", settings, HttpServerVerticle.FIRST_REQUEST);
  }

  static TestNode start(Path dir, String redisUri, String settings) throws IOException {
    return start(dir, redisUri, settings, HttpServerVerticle.FIRST_REQUEST);
  }

  static TestNode start(Path dir, String redisUri, String settings, Duration firstRequest)
      throws IOException {
    String streams = settings.contains("streams:\n") ? "" : STREAMS;
    String yaml =
        "host: 127.0.0.1\nport: 0\nredis: { uri: '%s' }\n".formatted(redisUri) + streams + settings;
    Path file = Files.writeString(dir.resolve("gateway.yaml"), yaml);
    return new TestNode(Gateway.start(ConfigFile.read(file), DemoPage.none(), firstRequest));
  }

  String uri(String path) {
    return "http://127.0.0.1:" + gateway.port() + path;
  }

  SseClient connect(String path, Map<String, String> headers) {
    return SseClient.connect(uri(path), null, headers);
  }

  HttpResponse<String> get(String path, Map<String, String> headers) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(uri(path))), headers);
  }

  HttpResponse<String> post(String path, String body, Map<String, String> headers)
      throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(uri(path))).POST(BodyPublishers.ofString(body)), headers);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request, Map<String, String> headers)
      throws Exception {
    headers.forEach(request::setHeader);
    return HTTP.send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    gateway.close();
  }
}
