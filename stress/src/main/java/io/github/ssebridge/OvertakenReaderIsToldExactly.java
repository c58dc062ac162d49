package io.github.ssebridge;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A reader that the log overtakes gets the right bytes, or a gap with the right count. */
public final class OvertakenReaderIsToldExactly {

  private OvertakenReaderIsToldExactly() {}

  /** Each event has a segment of its own, whose memory is that of the last but one. */
  @JCStressTest
  @Outcome(id = Account.ALL, expect = ACCEPTABLE, desc = "The reader kept up.")
  @Outcome(id = Account.WITH_GAPS, expect = ACCEPTABLE, desc = "It was told what it missed.")
  @Outcome(expect = FORBIDDEN, desc = "An event is another's, missing or not counted rightly.")
  @State
  public static class WhileSegmentsAreUsedAgain {
    private final TinyLog tiny = TinyLog.of(1, TinyLog.LARGE);
    private final Client client = Client.ofAll(tiny, Client.SINGLY);

    /** A log that drops a segment with each further event, and a reader that has read the first. */
    public WhileSegmentsAreUsedAgain() {
      tiny.append("a");
      client.read();
      tiny.append("b");
    }

    @Actor
    public void write() {
      tiny.append("ab");
    }

    @Actor
    public void read() {
      client.read();
    }

    @Arbiter
    public void readTheRest(L_Result result) {
      client.read();
      result.r1 = client.account.verdict(1, 2, 3, 4);
    }
  }

  /** The log gives up events, but drops no segment. */
  @JCStressTest
  @Outcome(id = Account.ALL, expect = ACCEPTABLE, desc = "The reader kept up.")
  @Outcome(id = Account.WITH_GAPS, expect = ACCEPTABLE, desc = "It was told what it missed.")
  @Outcome(expect = FORBIDDEN, desc = "An event is missing or not counted rightly.")
  @State
  public static class WithinASegment {
    private final TinyLog tiny = TinyLog.of(2, TinyLog.SMALL);
    private final Client client = Client.ofAll(tiny, Client.SINGLY);

    @Actor
    public void write() {
      tiny.append("abab");
    }

    @Actor
    public void read() {
      client.read();
    }

    @Arbiter
    public void readTheRest(L_Result result) {
      client.read();
      result.r1 = client.account.verdict(1, 2, 3, 4);
    }
  }
}
