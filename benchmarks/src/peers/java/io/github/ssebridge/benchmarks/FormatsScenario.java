package io.github.ssebridge.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Whether decoders read all format cases of web-platform-tests, however these are split. */
final class FormatsScenario extends CodecScenario {

  /**
   * What a decoder came to.
   *
   * @param passed how many cases it reads right in one piece, byte by byte and split anywhere in
   *     two
   * @param passedInOnePiece how many it reads right in one piece at least
   * @param failed the names of the cases that it does not pass
   */
  record Conformance(
      String decoder, int cases, int passed, int passedInOnePiece, List<String> failed) {}

  /** All decoders. */
  record Formats(String jdk, List<Conformance> decoders) {}

  @Override
  public String name() {
    return "formats";
  }

  @Override
  public Outcome run(Bench bench) {
    bench.runsOn(new ServerReady(0, false, Listening.version()));
    List<Conformance> decoders = Decoders.names().stream().map(FormatsScenario::read).toList();
    Table table = new Table("decoder", "passed", "of", "in one piece");
    for (Conformance each : decoders) {
      table.row(each.decoder, each.passed, each.cases, each.passedInOnePiece);
    }
    Conformance ours = decoders.get(0);
    String others = String.valueOf(decoders.stream().filter(each -> each.failed.isEmpty()).count());
    List<Check> checks =
        List.of(
            Check.correctness(
                "format cases", ours.cases + " of them", ours.passed + "", ours.failed.isEmpty()),
            new Check("decoders that pass all", "ours alone", others, others.equals("1"), false));
    return new Outcome(new Formats(jdk(), decoders), List.of(table), checks);
  }

  static Conformance read(String decoder) {
    List<FormatCase> cases = FormatCase.all();
    List<String> failed = new ArrayList<>();
    int inOnePiece = 0;
    for (FormatCase each : cases) {
      if (each.passesInOnePiece(decoder)) {
        inOnePiece++;
      }
      if (!each.passesHoweverSplit(decoder)) {
        failed.add(each.name());
      }
    }
    return new Conformance(
        decoder, cases.size(), cases.size() - failed.size(), inOnePiece, List.copyOf(failed));
  }
}
