package io.github.ssebridge.compatibility;

import io.github.ssebridge.testkit.Browser;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The EventSource of a browser, in a page of the stream's origin. */
final class BrowserReading implements Reading {

  private final Browser browser;
  private final String tab;
  private final List<SeenEvent> events = new ArrayList<>();

  BrowserReading(Browser browser, URI uri) {
    this.browser = browser;
    tab = browser.openTab(uri.resolve("/").toString());
    browser.run(
        """
        window.seen = [];
        const source = new EventSource('%s');
        const keep = event =>
            window.seen.push({type: event.type, data: event.data, id: event.lastEventId});
        for (const type of ['message', 'note', 'sse:open', 'sse:gap']) {
          source.addEventListener(type, keep);
        }
        """
            .formatted(uri.getPath()));
  }

  @Override
  public List<SeenEvent> events() {
    Object seen = browser.in(tab).evaluate("JSON.stringify(window.seen.splice(0))");
    for (Object each : new JsonArray(String.valueOf(seen))) {
      JsonObject event = (JsonObject) each;
      events.add(
          SeenEvent.of(event.getString("type"), event.getString("data"), event.getString("id")));
    }
    return List.copyOf(events);
  }

  @Override
  public void close() {
    browser.closeTabs();
  }
}
