package io.github.ssebridge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ssebridge.TestReader.ManualThread;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SeveralStreamsTest {

  private static final List<String> DAMAGED =
      List.of("2,", "2,prices=x,chat=1.a.b", "2,=x", "2,prices=", "x", "2," + "y".repeat(5000));

  private final ManualFeed late = new ManualFeed();
  private final EventHub hub =
      EventHub.create(HubOptions.defaults().withNode("n1")).stream("prices").stream("chat").stream(
          "late", late)
          .stream(
              "short", StreamOptions.defaults().withLog(LogOptions.defaults().withMaxEvents(2)));

  @AfterEach
  void close() {
    hub.close();
  }

  private TestReader reader(@Nullable String id, String... streams) {
    return new TestReader(
        hub, Stream.of(streams).map(StreamSelection::all).toList(), id, new ManualThread());
  }

  private void publish(String stream, String... data) {
    Stream.of(data).forEach(d -> hub.publish(stream, ServerSentEvent.of(d)));
  }

  @Test
  void eventsNameTheirStream() {
    TestReader reader = reader(null, "prices", "chat");
    reader.readAll();
    hub.publish("prices", ServerSentEvent.of("tick", "42\n43"));
    reader.readAll();
    publish("chat", "hello");
    assertThat(reader.types())
        .containsExactly("sse:open", "sse:open", "prices/tick", "chat/message");
    assertThat(reader.data()).containsExactly("42\n43", "hello");
  }

  @Test
  void oneIdResumesAllStreams() {
    TestReader first = reader(null, "prices", "chat");
    publish("prices", "p1", "p2");
    publish("chat", "c1");
    first.readAll();
    publish("chat", "c2");
    publish("prices", "p3");
    TestReader second = reader(first.lastEventId(), "chat", "prices");
    publish("chat", "c3");
    assertThat(second.data()).containsExactlyInAnyOrder("c2", "c3", "p3");
    assertThat(second.types()).doesNotContain("sse:gap");
  }

  @Test
  void everyIdResumesAllStreamsRightThere() {
    TestReader whole = reader(null, "prices", "chat");
    publish("prices", "p1", "p2", "p3");
    publish("chat", "c1", "c2", "c3");
    List<ServerSentEvent> events = whole.events();
    for (int i = 0; i < events.size(); i++) {
      List<String> after =
          events.subList(i + 1, events.size()).stream()
              .filter(e -> !e.isControl())
              .map(ServerSentEvent::data)
              .toList();
      assertThat(reader(events.get(i).id(), "prices", "chat").data())
          .containsExactlyInAnyOrderElementsOf(after);
    }
  }

  @Test
  void streamThatAPageAddsBeginsLive() {
    TestReader first = reader(null, "prices", "chat");
    publish("prices", "p1");
    first.readAll();
    publish("short", "s1");
    publish("prices", "p2");
    TestReader second = reader(first.lastEventId(), "prices", "short");
    assertThat(second.data()).containsExactly("p2");
    assertThat(second.types()).doesNotContain("sse:gap");
  }

  @Test
  void idOfSeveralStreamsServesForOneOfThem() {
    TestReader first = reader(null, "prices", "chat");
    publish("chat", "c1");
    first.readAll();
    publish("chat", "c2");
    assertThat(reader(first.lastEventId(), "chat").data()).containsExactly("c2");
  }

  @Test
  void gapNamesItsStreamAndSparesTheOthers() {
    TestReader first = reader(null, "short", "chat");
    first.readAll();
    publish("short", "s1", "s2", "s3", "s4");
    publish("chat", "c1");
    assertThat(first.only("sse:gap").data()).contains("\"stream\":\"short\"", "\"count\":2");
    assertThat(first.data()).containsExactlyInAnyOrder("s3", "s4", "c1");
  }

  @Test
  void streamThatIsNotOpenYetKeepsNobodyWaiting() {
    TestReader reader = reader(null, "late", "chat");
    publish("chat", "c1");
    assertThat(reader.data()).containsExactly("c1");
    late.writers.get(0).opened();
    late.writers.get(0).append(ServerSentEvent.of("l1"));
    assertThat(reader.data()).containsExactly("c1", "l1");
  }

  @Test
  void unusableIdsAreGapsAndNeverErrors() {
    for (String id : DAMAGED) {
      TestReader reader = reader(id, "prices", "chat");
      assertThat(reader.types())
          .as(id)
          .containsExactlyInAnyOrder("sse:open", "sse:open", "sse:gap", "sse:gap");
      assertThat(reader.events())
          .filteredOn(event -> event.type().equals("sse:gap"))
          .allSatisfy(gap -> assertThat(gap.data()).contains("unusable-id"));
    }
  }

  @Test
  void idsArePrintableAsciiOfBoundedLength() {
    TestReader reader = reader(null, "prices", "chat", "short", "late");
    publish("prices", "p1");
    assertThat(reader.events()).allSatisfy(e -> assertThat(e.id()).matches("[!-~]{1,128}"));
  }

  @Test
  void streamsWhoseIdsCouldBeTooLongAreRefused() {
    List<StreamSelection> many =
        IntStream.range(0, 10)
            .mapToObj(i -> "s".repeat(100) + i)
            .peek(hub::stream)
            .map(StreamSelection::all)
            .toList();
    assertThatThrownBy(() -> new TestReader(hub, many, null, new ManualThread()))
        .hasMessageContaining("1024 characters");
    List<StreamSelection> twice =
        List.of(StreamSelection.all("chat"), new StreamSelection("chat", Set.of("k")));
    assertThatThrownBy(() -> new TestReader(hub, twice, null, new ManualThread()))
        .hasMessageContaining("different streams");
  }

  @Test
  void streamThatIsMissingLeavesNobodyBehindInTheOthers() {
    assertThatThrownBy(() -> reader(null, "prices", "nowhere")).hasMessageContaining("nowhere");
    assertThat(hub.subscribers("prices")).isZero();
  }

  @Test
  void closingTheSubscriptionLeavesAllStreams() {
    TestReader reader = reader(null, "prices", "chat");
    reader.subscription.close();
    assertThat(hub.subscribers("prices") + hub.subscribers("chat")).isZero();
  }

  @Test
  void idThatIsCutOffIsUsableForNoStream() {
    String id = reader(null, "prices", "chat").events().get(0).id();
    String cut = requireNonNull(id).replaceAll("=[^=]*$", "");
    TestReader reader = reader(cut, "prices", "chat");
    assertThat(reader.types()).filteredOn("sse:gap"::equals).hasSize(2);
    assertThat(reader("2,=garbage", "chat").types()).contains("sse:gap");
  }

  @Test
  void labelledSlicesStayWithinTheirBound() {
    String[] names =
        IntStream.range(0, 16).mapToObj(i -> "a-stream-of-a-long-name-" + i).toArray(String[]::new);
    Stream.of(names).forEach(hub::stream);
    TestReader reader = reader(null, names);
    reader.readAll();
    IntStream.range(0, 5000).forEach(i -> publish(names[0], "x"));
    LogSlice slice = requireNonNull(reader.subscription.poll(64 << 10));
    assertThat(slice.bytes().remaining()).isBetween(8 << 10, 64 << 10);
  }
}
