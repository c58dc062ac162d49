package io.github.ssebridge.compatibility;

import com.launchdarkly.eventsource.ErrorStrategy;
import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.MessageEvent;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** okhttp-eventsource, which comes back by itself if its strategy says so. */
final class OkHttpEventSourceReading implements Reading {

  private final List<SeenEvent> events = new CopyOnWriteArrayList<>();
  private final EventSource source;

  OkHttpEventSourceReading(URI uri) {
    source = new EventSource.Builder(uri).errorStrategy(ErrorStrategy.alwaysContinue()).build();
    Thread reader = new Thread(this::read, "okhttp-eventsource");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    for (MessageEvent event : source.messages()) {
      events.add(SeenEvent.of(event.getEventName(), event.getData(), event.getLastEventId()));
    }
  }

  @Override
  public List<SeenEvent> events() {
    return List.copyOf(events);
  }

  @Override
  public void close() {
    source.close();
  }
}
