package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
final class RedisTest {

  private final Bench bench = new Bench(Scale.TINY, new Progress(System.out), new Processes());

  @Test
  void feed() {
    RedisFeedScenario.Figures figures =
        (RedisFeedScenario.Figures) run(new RedisFeedScenario(RedisKind.CHANNEL)).figures();
    assertThat(figures.flatOut().pairs().get(0).node().messages()).isEqualTo(5_000);
    assertThat(figures.paced().pairs().get(0).bare().messages()).isEqualTo(2_000);
    assertThat(figures.flatOut().times().min()).isPositive();
  }

  @Test
  void crowd() {
    RedisCrowd.Figures figures = (RedisCrowd.Figures) run(new RedisCrowd()).figures();
    assertThat(figures.appended()).isEqualTo(200 + 1_000);
    assertThat(figures.delivered().events()).isEqualTo(5 * 1_200);
    assertThat(figures.delivered().gaps()).isEmpty();
    assertThat(figures.closedByRedis()).isZero();
  }

  @Test
  void streamsIntoTheLog() {
    RedisFeedScenario.Figures figures =
        (RedisFeedScenario.Figures) run(new RedisFeedScenario(RedisKind.STREAM)).figures();
    assertThat(figures.flatOut().pairs().get(0).node().messages()).isEqualTo(5_000);
    assertThat(figures.flatOut().pairs().get(0).bare().messages()).isEqualTo(5_000);
  }

  @Test
  void streamsFromTheBeginning() {
    CatchUpScenario.Figures figures =
        (CatchUpScenario.Figures)
            run(new CatchUpScenario("streams", "catchup", RedisProcesses::new)).figures();
    assertThat(figures.client().get(0).faults().isNone()).isTrue();
    assertThat(figures.bareSeconds().min()).isPositive();
  }

  @Test
  void latencyOfStreams() {
    LatencyScenario.Figures figures =
        (LatencyScenario.Figures)
            run(new LatencyScenario("streams", "latency", RedisProcesses::new)).figures();
    assertThat(figures.runs().get(0).sse().events()).isEqualTo(500);
    assertThat(figures.runs().get(0).bare().events()).isEqualTo(500);
  }

  @Test
  void commandsToPublishAreWholeAndAsManyAsFit() throws IOException {
    PublishCommands commands = PublishCommands.to(RedisKind.CHANNEL, "news");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    commands.add(new byte[] {'h', 'i'});
    commands.writeTo(out);
    assertThat(out.toString(US_ASCII))
        .isEqualTo("*3\r\n$7\r\nPUBLISH\r\n$4\r\nnews\r\n$2\r\nhi\r\n");
    assertThat(commands.isEmpty()).isTrue();
    out.reset();
    PublishCommands entries = PublishCommands.to(RedisKind.STREAM, "s");
    entries.add(new byte[] {'1'});
    entries.writeTo(out);
    assertThat(out.toString(US_ASCII))
        .isEqualTo("*5\r\n$4\r\nXADD\r\n$1\r\ns\r\n$1\r\n*\r\n$4\r\ndata\r\n$1\r\n1\r\n");
    assertThat(commands.takes(new byte[64 << 10])).isFalse();
  }

  private Outcome run(Scenario scenario) {
    Outcome outcome = scenario.run(bench);
    assertThat(outcome.checks()).filteredOn(Check::correctness).allMatch(Check::holds);
    return outcome;
  }
}
