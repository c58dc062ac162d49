package io.github.ssebridge;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A reader that sees that there is an event sees its bytes, where it ends and its key. */
public final class ReaderSeesWholeEvents {

  private ReaderSeesWholeEvents() {}

  /** The writer publishes the first events of a segment. */
  @JCStressTest
  @Outcome(id = Account.ALL, expect = ACCEPTABLE, desc = "Each event once, and whole.")
  @Outcome(expect = FORBIDDEN, desc = "An event is torn, missing or there twice.")
  @State
  public static class AsSoonAsTheyArePublished {
    private final TinyLog tiny = TinyLog.of(64, TinyLog.SMALL);
    private final Client client = Client.ofAll(tiny, Client.SINGLY);

    @Actor
    public void write() {
      tiny.append("abc");
    }

    @Actor
    public void read() {
      client.read();
    }

    @Arbiter
    public void readTheRest(L_Result result) {
      client.read();
      result.r1 = client.account.verdict(1, 2, 3);
    }
  }

  /** The arrays that say where events end and what keys they have are replaced by longer ones. */
  @JCStressTest
  @Outcome(id = "whole", expect = ACCEPTABLE, desc = "Each event has its length and its key.")
  @Outcome(expect = FORBIDDEN, desc = "An event has the length or the key of none.")
  @State
  public static class WhileTheArraysGrow {
    private static final List<Key> KEYS = List.of(Key.of("a"), Key.of("b"), Key.of("c"));

    private final TinyLog tiny = TinyLog.of(64, TinyLog.SMALL);
    private final LogSegment segment;
    private final int bytes;

    /** A log whose arrays are full but for one event. */
    public WhileTheArraysGrow() {
      tiny.append("abcabcabcabcabc");
      segment = tiny.log.segmentOf(1);
      bytes = segment.sizeOf(1);
    }

    @Actor
    public void write() {
      tiny.append("abc");
    }

    @Actor
    public void read(L_Result result) {
      result.r1 = "whole";
      // Several times, since to look takes less time than to append.
      for (int i = 0; i < 8; i++) {
        for (long sequence = 1; sequence < segment.endSequence(); sequence++) {
          if (!isWhole(sequence)) {
            result.r1 = "torn: " + sequence;
          }
        }
      }
    }

    private boolean isWhole(long sequence) {
      int digits = sequence < 10 ? 1 : 2;
      return segment.sizeOf(sequence) == bytes - 1 + digits
          && segment.keyOf(sequence).equals(KEYS.get((int) (sequence - 1) % KEYS.size()));
    }
  }
}
