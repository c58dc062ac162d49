package io.github.ssebridge.gateway;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.vertx.SseConnections;
import io.github.ssebridge.vertx.SseMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyEventExecutorMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.VertxInternal;

/**
 * {@code GET /metrics} for Prometheus, on a port of its own. It owns the registry, and all that is
 * bound to it, until it is closed.
 */
final class MetricsServer implements AutoCloseable {

  // Who scrapes comes every few seconds.
  private static final int IDLE_SECONDS = 120;

  private static final String PATH = "/metrics";
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final Vertx vertx;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final SseMetrics metrics;
  private final JvmGcMetrics collections = new JvmGcMetrics();

  MetricsServer(Vertx vertx, EventHub hub, SseConnections connections) {
    this.vertx = vertx;
    this.metrics = SseMetrics.create(hub, connections);
    metrics.bindTo(registry);
    bindJvm();
    bindNetty();
  }

  private void bindJvm() {
    // With the direct memory of the logs, which is none of Netty's.
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    collections.bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  private void bindNetty() {
    new NettyEventExecutorMetrics(((VertxInternal) vertx).nettyEventLoopGroup()).bindTo(registry);
    if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider allocator) {
      new NettyAllocatorMetrics(allocator).bindTo(registry);
    }
  }

  /** Listens; succeeds with the port. */
  Future<Integer> listen(MetricsConfig config) {
    return vertx
        .createHttpServer(new HttpServerOptions().setIdleTimeout(IDLE_SECONDS))
        .requestHandler(this::answer)
        .listen(config.checkedPort(), config.hostOrDefault())
        .map(HttpServer::actualPort);
  }

  private void answer(HttpServerRequest request) {
    if (!request.path().equals(PATH)) {
      request.response().setStatusCode(404).end("Metrics are at " + PATH + ".\n");
      return;
    }
    // A node with many streams has many series: too much for an event loop.
    var unused =
        vertx
            .executeBlocking(() -> registry.scrape(TEXT), false)
            .onSuccess(
                text -> request.response().putHeader(HttpHeaders.CONTENT_TYPE, TEXT).end(text))
            .onFailure(
                fault -> request.response().setStatusCode(500).end("Metrics cannot be read.\n"));
  }

  @Override
  public void close() {
    metrics.close();
    collections.close();
    registry.close();
  }
}
