package io.github.ssebridge.benchmarks;

import io.github.ssebridge.ServerSentEvent;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The events that are encoded, decoded and delivered. */
public enum SampleEvent {
  /** 48 bytes of JSON. */
  SMALL("small", "{\"symbol\":\"ACME\",\"price\":101.25,\"volume\":120000}"),

  /** 21 lines of 41 characters, as a stack trace has them. */
  LINES(
      "lines",
      IntStream.rangeClosed(1, 21)
          .mapToObj("at com.acme.orders.Basket.add(Basket:1%02d)"::formatted)
          .collect(Collectors.joining("\n"))),

  /** JSON in one line. */
  KIB_4("4KiB", json(4 << 10)),

  /** JSON in one long line. */
  KIB_64("64KiB", json(64 << 10)),

  /** Text in several scripts, with emoji. */
  SCRIPTS(
      "scripts",
      "{\"note\":\"%s\"}".formatted("Заказ принят, 注文を受け付けました, 주문 완료 \ud83d\ude80 ok. ".repeat(5)));

  static final String ID = "42";
  static final String TYPE = "update";

  private final String label;
  private final String data;

  SampleEvent(String label, String data) {
    this.label = label;
    this.data = data;
  }

  static SampleEvent labelled(String label) {
    return Stream.of(values()).filter(event -> event.label.equals(label)).findFirst().orElseThrow();
  }

  String label() {
    return label;
  }

  String data() {
    return data;
  }

  /** The event without its id, as it is published. */
  public ServerSentEvent event() {
    return ServerSentEvent.of(TYPE, data);
  }

  ServerSentEvent eventWithId() {
    return event().withId(ID);
  }

  private static String json(int bytes) {
    String record = "{\"symbol\":\"ACME\",\"price\":101.25,\"volume\":120000},";
    String records = "[" + record.repeat((bytes - record.length()) / record.length()) + '"';
    return records + ".".repeat(bytes - records.length() - 2) + "\"]";
  }
}
