package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ClientParsingTest {

  private static final String OPEN = "id: 1.abcdefgh.0\nevent: sse:open\nretry: 2000\ndata: {}\n\n";

  private final Tally tally = new Tally();
  private final BlockParser parser = new BlockParser(tally, false, 1);

  @Test
  void eventsAreReadWhereverTheStreamIsCut() {
    String stream = OPEN + events(1, 2) + ":\n" + events(3, 120);
    byte[] bytes = stream.getBytes(ISO_8859_1);
    for (int cut = 1; cut < 600; cut++) {
      Tally counted = new Tally();
      BlockParser cutParser = new BlockParser(counted, false, 1);
      for (int at = 0; at < bytes.length; at += cut) {
        cutParser.read(bytes, at, Math.min(at + cut, bytes.length));
      }
      assertThat(Faults.of(counted.report(0), 0).isNone()).isTrue();
      assertThat(cutParser.events()).isEqualTo(120);
      assertThat(counted.report(0).heartbeats()).isOne();
    }
  }

  @Test
  void missingEventsAreLost() {
    read(events(1, 10) + events(14, 20));
    assertThat(tally.report(0).lost()).isEqualTo(3);
  }

  @Test
  void anEventThatComesAgainIsADuplicate() {
    read(events(1, 10) + events(10, 10) + events(11, 12));
    assertThat(tally.report(0).duplicates()).isOne();
    assertThat(tally.report(0).lost()).isZero();
  }

  @Test
  void whatAGapAnnouncesIsNotLost() {
    read(events(1, 10) + gap(3) + events(14, 20));
    assertThat(tally.report(0).gapEvents()).isEqualTo(3);
    assertThat(tally.report(0).lost()).isZero();
  }

  @Test
  void aGapThatSaysTooLittleLeavesEventsLost() {
    read(events(1, 10) + gap(2) + events(14, 20));
    assertThat(tally.report(0).lost()).isOne();
  }

  @Test
  void whatIsNotUnderstoodIsAnError() {
    read("id: 1.abcdefgh.1\nnonsense\n\n");
    read(events(1, 1).replace("..\n", ".\n"));
    read("event: other\ndata: x\n\n");
    assertThat(tally.report(0).errors()).isEqualTo(3);
  }

  @Test
  void latencyIsTakenFromWhenTheEventWasDue() {
    tally.measure(0, Long.MAX_VALUE);
    tally.beginRead();
    read(new EventText().block(1, 1, System.nanoTime() - 250_000_000));
    assertThat(tally.report(0).latency().p50()).isBetween(200.0, 250.5);
  }

  @Test
  void hexadecimalDigitsAreRead() {
    assertThat(BlockParser.hex("90abcdef".getBytes(ISO_8859_1), 0)).isEqualTo(0x90abcdefL);
  }

  @Test
  void framesOfChunksAreTakenOffWhereverTheyAreCut() {
    String events = events(1, 300);
    String response =
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
            + chunk(OPEN)
            + chunk(events.substring(0, 1280))
            + chunk(events.substring(1280));
    byte[] bytes = response.getBytes(ISO_8859_1);
    for (int cut = 1; cut < 300; cut++) {
      BlockParser body = new BlockParser(tally, false, 1);
      ChunkedResponse chunked = new ChunkedResponse(body);
      for (int at = 0; at < bytes.length; at += cut) {
        byte[] part = Arrays.copyOfRange(bytes, at, Math.min(at + cut, bytes.length));
        assertThat(chunked.read(part, part.length)).isNull();
      }
      assertThat(body.events()).isEqualTo(300);
    }
    assertThat(Faults.of(tally.report(0), 0).isNone()).isTrue();
  }

  @Test
  void anotherStatusIsAnError() {
    byte[] head = "HTTP/1.1 503 Busy\r\n\r\n".getBytes(ISO_8859_1);
    assertThat(new ChunkedResponse(parser).read(head, head.length)).contains("503");
  }

  private void read(String stream) {
    byte[] bytes = stream.getBytes(ISO_8859_1);
    parser.read(bytes, 0, bytes.length);
  }

  private static String events(long from, long to) {
    EventText text = new EventText();
    return LongStream.rangeClosed(from, to)
        .mapToObj(sequence -> text.block(sequence, sequence, 1))
        .collect(Collectors.joining());
  }

  private static String gap(int count) {
    return "id: 1.abcdefgh.13\nevent: sse:gap\ndata: {\"reason\":\"lapped\",\"count\":%d}\n\n"
        .formatted(count);
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }
}
