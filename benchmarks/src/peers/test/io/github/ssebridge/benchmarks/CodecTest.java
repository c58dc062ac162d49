package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CodecTest {

  @BeforeAll
  static void nothingIsMeasured() {
    // JMH locks the machine, lest two runs disturb each other.
    System.setProperty("jmh.ignoreLock", "true");
  }

  @Test
  void eachEncoderEncodesEachEvent() {
    JsonNode figures = run(new EncodeScenario());
    int events = SampleEvent.values().length;
    assertThat(figures.get("timings"))
        .hasSize(2 * events * Encoders.names().size() + 2 * (events - 1));
    assertThat(CodecPictures.encodeSmall(figures)).contains(">sse-bridge<", ">micronaut<");
    assertThat(CodecPictures.encodeLines(figures)).contains("21 lines");
  }

  @Test
  void eachDecoderDecodesBothStreams() {
    JsonNode figures = run(new DecodeScenario());
    assertThat(figures.get("timings")).hasSize(2 * Decoders.names().size());
    assertThat(CodecPictures.decode(figures)).contains(">okhttp-sse<");
  }

  @Test
  void eventsAreDelivered() {
    JsonNode figures = run(new DeliverScenario());
    assertThat(figures.get("timings")).hasSize(2 * (5 + 2 * Encoders.names().size()));
    assertThat(CodecPictures.deliver(figures)).contains(">through the hub<", ">ktor<");
  }

  @Test
  void eventsGrow() {
    JsonNode figures = run(new GrowthScenario());
    assertThat(figures.get("series")).hasSize(4 * Decoders.names().size());
    assertThat(CodecPictures.growth(figures)).contains(">vertx<");
  }

  @Test
  void oursPassesAllFormatCases() {
    FormatsScenario.Conformance ours = FormatsScenario.read(Decoders.OURS);
    assertThat(ours.failed()).isEmpty();
    assertThat(ours.passed()).isEqualTo(28);
  }

  @ParameterizedTest
  @MethodSource("io.github.ssebridge.benchmarks.Decoders#peers")
  void eachOtherDecoderFailsSomeFormatCase(String peer) {
    assertThat(FormatsScenario.read(peer).failed()).isNotEmpty();
  }

  @Test
  void helidonIsAmongThePeersWhereItsClassFilesCanBeRead() {
    assertThat(Encoders.peers().contains(Encoders.HELIDON))
        .isEqualTo(Runtime.version().feature() >= 21);
  }

  @Test
  void samplesAreAsLongAsTheyAreCalled() {
    assertThat(SampleEvent.SMALL.data()).hasSize(48);
    assertThat(SampleEvent.LINES.data().lines()).hasSize(21).allMatch(line -> line.length() == 41);
    assertThat(SampleEvent.KIB_4.data().getBytes(UTF_8)).hasSize(4 << 10);
    assertThat(SampleEvent.KIB_64.data().getBytes(UTF_8)).hasSize(64 << 10);
  }

  private static JsonNode run(Scenario scenario) {
    Bench bench = new Bench(Scale.TINY, new Progress(System.out), new Threads());
    Outcome outcome = scenario.run(bench);
    assertThat(outcome.checks()).isNotEmpty();
    return Json.tree(outcome.figures());
  }
}
