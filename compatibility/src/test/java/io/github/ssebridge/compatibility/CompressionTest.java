package io.github.ssebridge.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.vertx.SseHandlerOptions;
import io.vertx.core.http.HttpServerOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that compresses its answers, and a client that takes that. */
class CompressionTest {

  @ParameterizedTest
  @CsvSource({"false, identity", "true, gzip"})
  void eachEventComesAtOnceFromAServerThatCompresses(boolean allowed, String encoding) {
    SseHandlerOptions options = SseHandlerOptions.defaults().withCompression(allowed);
    HttpServerOptions compressing = new HttpServerOptions().setCompressionSupported(true);
    try (StreamServer server = new StreamServer(options, compressing)) {
      String path = server.newStream();
      try (Arrivals client = new Arrivals(server.uri(path))) {
        assertThat(client.encoding()).isEqualTo(encoding);
        Promptness.eachEventComesWithin50Millis(server, path, client);
      }
    }
  }
}
