package io.github.ssebridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.testkit.Browser;
import io.github.ssebridge.testkit.FreePort;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo as a person sees it: real brokers, two nodes, a real browser. */
class DemoBrowserTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private static Browser browser;
  private static Demo demo;
  private static Demo.Brokers brokers;
  private static int port;

  @BeforeAll
  static void start() {
    browser = Browser.open();
    port = FreePort.find();
    demo = new Demo(port);
    brokers = demo.start();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (demo != null) {
      demo.close();
    }
  }

  @AfterEach
  void closeTabs() {
    browser.closeTabs();
  }

  @Test
  void plotsOfThePageMoveFromKafkaEvents() {
    String tab = openPage(port);
    for (String plot : new String[] {"plot-cpu", "plot-memory", "plot-network"}) {
      await().atMost(SOON).until(() -> points(tab, plot) > 0);
      long before = points(tab, plot);
      await().atMost(SOON).until(() -> points(tab, plot) > before);
    }
    String first = canvas(tab);
    await().atMost(SOON).until(() -> !canvas(tab).equals(first));
    browser.assertNoConsoleErrors();
  }

  @Test
  void lineTypedOnOneNodeAppearsOnTheOther() {
    String here = openPage(port);
    String there = openPage(port + 1);
    awaitState(here, "state-chat", "live");
    awaitState(there, "state-chat", "live");
    assertThat(browser.in(here).textOf("node")).contains("node-1");
    assertThat(browser.in(there).textOf("node")).contains("node-2");

    browser.in(here).type("chat-name", "ada");
    browser.type("chat-text", "<b>hello</b> from one node");
    browser.submit("chat-form");

    String line = "ada: <b>hello</b> from one node";
    await().atMost(SOON).until(() -> browser.in(there).textOf("chat-lines").contains(line));
    await().atMost(SOON).until(() -> browser.in(here).textOf("chat-lines").contains(line));
    browser.assertNoConsoleErrors();
  }

  @Test
  void kafkaRestartsWhileABrowserWatchesAndEventsFlowAgainWithoutAReconnect() {
    String tab = watch("machine");
    brokers.kafka().stop();
    brokers.kafka().startAgain();
    long before = browser.in(tab).number("window.watched.events");
    await().atMost(SOON).until(() -> browser.in(tab).number("window.watched.events") > before + 20);
    assertStillTheFirstConnection(tab);
    assertThat(browser.in(tab).number("window.watched.gaps")).isZero();
  }

  @Test
  void redisIsKilledWhileABrowserWatchesAndItIsToldOfTheGapWithoutAReconnect() {
    String tab = watch("chat");
    brokers.redis().kill();
    brokers.redis().startAgain();
    await().atMost(SOON).until(() -> browser.in(tab).number("window.watched.gaps") == 1);
    browser.run("fetch('/streams/chat', {method: 'POST', body: 'after the gap'})");
    await()
        .atMost(SOON)
        .until(() -> "after the gap".equals(browser.in(tab).evaluate("window.watched.last")));
    assertStillTheFirstConnection(tab);
  }

  private static String openPage(int at) {
    return browser.openTab("http://localhost:" + at + "/");
  }

  private static long points(String tab, String plot) {
    return browser.in(tab).number("document.getElementById('" + plot + "').dataset.points || 0");
  }

  private static String canvas(String tab) {
    return String.valueOf(
        browser.in(tab).evaluate("document.querySelector('#plot-cpu .screen canvas').toDataURL()"));
  }

  private static void awaitState(String tab, String id, String state) {
    await()
        .atMost(SOON)
        .until(
            () ->
                state.equals(
                    browser
                        .in(tab)
                        .evaluate("document.getElementById('" + id + "').dataset.state")));
  }

  /** Reads a stream with a plain EventSource that counts. */
  private static String watch(String stream) {
    String tab = openPage(port);
    browser.run(
        """
        const source = new EventSource('/streams/%s');
        window.watched = {opens: 0, errors: 0, events: 0, gaps: 0, source};
        source.onopen = () => window.watched.opens++;
        source.onerror = () => window.watched.errors++;
        source.onmessage = event => { window.watched.events++; window.watched.last = event.data; };
        source.addEventListener('sse:gap', () => window.watched.gaps++);
        source.addEventListener('sse:open', () => window.watched.ready = true);
        """
            .formatted(stream));
    await()
        .atMost(SOON)
        .until(() -> Boolean.TRUE.equals(browser.in(tab).evaluate("window.watched.ready")));
    return tab;
  }

  private static void assertStillTheFirstConnection(String tab) {
    assertThat(browser.in(tab).number("window.watched.opens")).isEqualTo(1);
    assertThat(browser.in(tab).number("window.watched.errors")).isZero();
    assertThat(browser.in(tab).number("window.watched.source.readyState")).isEqualTo(1);
  }
}
