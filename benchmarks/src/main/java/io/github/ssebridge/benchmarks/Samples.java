package io.github.ssebridge.benchmarks;

import io.github.ssebridge.ServerSentEvent;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The events that the benchmarks encode, decode and publish. */
final class Samples {

  private Samples() {}

  /** An event of type {@code update} with 48 bytes of JSON. */
  static ServerSentEvent small() {
    return ServerSentEvent.of("update", "{\"symbol\":\"ACME\",\"price\":101.25,\"volume\":120000}");
  }

  /** The small event with an id as long as those that a stream gives. */
  static ServerSentEvent smallWithId() {
    return small().withId("1.abcdefgh.1000000");
  }

  /** An event of type {@code update} with 21 lines of text, as a stack trace or a log has them. */
  static ServerSentEvent multiline() {
    String data =
        IntStream.rangeClosed(1, 21)
            .mapToObj("line %02d of the data of one event"::formatted)
            .collect(Collectors.joining("\n"));
    return ServerSentEvent.of("update", data);
  }
}
