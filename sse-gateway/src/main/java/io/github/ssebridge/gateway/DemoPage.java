package io.github.ssebridge.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The demo's page, from memory. Immutable, shared by all event loops. */
final class DemoPage {

  /** A node that the page links to. */
  record Node(String name, int port) {}

  private record Resource(Buffer content, String type) {}

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html", "js", "text/javascript", "css", "text/css", "svg", "image/svg+xml");

  private static final List<String> FILES =
      List.of("index.html", "app.js", "chat.js", "plot.js", "raw.js", "style.css", "favicon.svg");

  private final Map<String, Resource> resources;

  private DemoPage(Map<String, Resource> resources) {
    this.resources = resources;
  }

  /** No page at all. */
  static DemoPage none() {
    return new DemoPage(Map.of());
  }

  /** The page of a demo with these nodes. */
  static DemoPage of(List<Node> nodes) {
    Map<String, Resource> resources = new HashMap<>();
    FILES.forEach(name -> resources.put("/" + name, load(name)));
    resources.put("/", resources.remove("/index.html"));
    resources.put("/nodes.json", new Resource(json(nodes), "application/json"));
    return new DemoPage(resources);
  }

  void mount(Router router) {
    resources.forEach(
        (path, resource) -> router.get(path).handler(context -> send(context, resource)));
  }

  private static void send(RoutingContext context, Resource resource) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, resource.type() + "; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader("Content-Security-Policy", "default-src 'self'")
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(resource.content());
  }

  private static Resource load(String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    try (InputStream in = DemoPage.class.getResourceAsStream("page/" + name)) {
      if (in == null || type == null) {
        throw new IllegalStateException("the page lacks its file " + name);
      }
      return new Resource(Buffer.buffer(in.readAllBytes()), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Buffer json(List<Node> nodes) {
    return Buffer.buffer(
        nodes.stream()
            .map(node -> "{\"name\":\"%s\",\"port\":%d}".formatted(node.name(), node.port()))
            .collect(Collectors.joining(",", "[", "]")));
  }
}
