package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.ServerSentEvent;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
final class KafkaTest {

  private final Bench bench = new Bench(Scale.TINY, new Progress(System.out), new Processes());

  @Test
  void feed() {
    FeedScenario.Figures figures = (FeedScenario.Figures) run(new FeedScenario()).figures();
    assertThat(figures.feedPerCpuSecond().min()).isPositive();
    assertThat(figures.bare().get(0).records()).isEqualTo(5_000);
  }

  @Test
  void latency() {
    LatencyScenario.Figures figures =
        (LatencyScenario.Figures)
            run(new LatencyScenario("latency", "latency", KafkaProcesses::new)).figures();
    assertThat(figures.runs().get(0).sse().events()).isEqualTo(500);
    assertThat(figures.bareP99().median()).isPositive();
  }

  @Test
  void whatAValueSaysIsRead() {
    byte[] value = RecordText.of(4_711, 1L << 40 | 7);
    assertThat(value).hasSize(RecordText.BYTES);
    assertThat(RecordText.number(value)).isEqualTo(4_711);
    assertThat(RecordText.nanos(value)).isEqualTo(1L << 40 | 7);
    String data = new String(value, US_ASCII);
    assertThat(RecordText.number(data)).isEqualTo(4_711);
    assertThat(RecordText.nanos(data)).isEqualTo(1L << 40 | 7);
  }

  @Test
  void whatIsMissingOrComesTwiceIsAFault() {
    RecordsSeen seen = new RecordsSeen(3);
    seen.take(1);
    RecordsSeen another = seen.another();
    another.take(1);
    another.take(ServerSentEvent.of("sse:gap", "{\"count\":1}"));
    another.take(0);
    another.take(2);
    assertThat(seen.faults().missing()).isEqualTo(2);
    assertThat(another.isComplete()).isTrue();
    assertThat(another.faults().duplicates()).isEqualTo(1);
    assertThat(another.faults().gapEvents()).isEqualTo(1);
  }

  @Test
  void theMemoryOfACrowdIsDrawn() {
    MemoryPoint memory = new MemoryPoint(1, 100, 20, 0, 300);
    Crowd.Point point = new Crowd.Point(1, memory, 3, 20, 0);
    Crowd.Figures figures =
        new Crowd.Figures(1000, 10, 256, 2, 100, 20, 3, 20, List.of(point, point));
    assertThat(KafkaPictures.crowd(Json.tree(figures))).contains("1,000 clients", "direct memory");
  }

  private Outcome run(Scenario scenario) {
    Outcome outcome = scenario.run(bench);
    assertThat(outcome.checks()).filteredOn(Check::correctness).allMatch(Check::holds);
    return outcome;
  }
}
