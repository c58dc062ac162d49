package io.github.ssebridge.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.vertx.SseHandlerOptions;
import io.vertx.core.http.HttpServerOptions;
import org.junit.jupiter.api.Test;

/** A server that compresses its answers. */
class CompressionTest {

  @Test
  void eachEventComesAtOnceFromAServerThatCompresses() {
    HttpServerOptions compressing = new HttpServerOptions().setCompressionSupported(true);
    try (StreamServer server = new StreamServer(SseHandlerOptions.defaults(), compressing)) {
      String path = server.newStream();
      try (Arrivals client = new Arrivals(server.uri(path))) {
        assertThat(client.encoding()).isEqualTo("gzip");
        Promptness.eachEventComesWithin50Millis(server, path, client);
      }
    }
  }
}
