package io.github.ssebridge.compatibility;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The WebClient of Spring WebFlux, with what it takes to come back. */
final class WebFluxReading implements Reading {

  private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT =
      new ParameterizedTypeReference<>() {};

  private final List<SeenEvent> events = new CopyOnWriteArrayList<>();
  private final WebClient web = WebClient.create();
  private final Disposable subscription;
  private volatile String lastId = "";
  private volatile boolean over;

  WebFluxReading(URI uri) {
    subscription =
        follow(uri, StreamServer.RETRY)
            .subscribe(event -> events.add(SeenEvent.of(event.event(), event.data(), event.id())));
  }

  private Flux<ServerSentEvent<String>> follow(URI uri, Duration retry) {
    return Flux.defer(
            () ->
                web.get()
                    .uri(uri)
                    .header("Last-Event-ID", lastId)
                    .exchangeToFlux(
                        answer -> {
                          over = answer.statusCode().value() == 204;
                          return answer.bodyToFlux(EVENT);
                        }))
        .doOnNext(event -> lastId = event.id() == null ? lastId : event.id())
        .onErrorResume(cut -> Flux.empty())
        .repeatWhen(ends -> ends.takeWhile(end -> !over).flatMap(end -> Mono.delay(retry)));
  }

  @Override
  public List<SeenEvent> events() {
    return List.copyOf(events);
  }

  @Override
  public void close() {
    subscription.dispose();
  }
}
