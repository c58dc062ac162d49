package io.github.ssebridge;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A reader of a key gets each event of the key once, or is told how many it does not get. */
public final class KeyedReaderMissesNothing {

  private KeyedReaderMissesNothing() {}

  /** The writer appends while the reader opens its view of the key. */
  @JCStressTest
  @Outcome(id = Account.ALL, expect = ACCEPTABLE, desc = "Each event of the key once.")
  @Outcome(expect = FORBIDDEN, desc = "An event of the key is missing, late or there twice.")
  @State
  public static class WhatComesWhileItOpens {
    private final TinyLog tiny = TinyLog.of(64, TinyLog.SMALL);
    private final LoopThread thread = new LoopThread();
    private @Nullable Client client;

    @Actor
    public void write() {
      tiny.append("aba");
    }

    @Actor
    public void open() {
      client = new Client(tiny, Set.of("a"), Client.TOGETHER, thread);
    }

    @Arbiter
    public void drain(L_Result result) {
      thread.runAll();
      result.r1 = Objects.requireNonNull(client).account.verdict(1, 3);
    }
  }

  /** The log gives up the event with which the reader wants to begin. */
  @JCStressTest
  @Outcome(id = Account.ALL, expect = ACCEPTABLE, desc = "The reader was first.")
  @Outcome(id = Account.WITH_GAPS, expect = ACCEPTABLE, desc = "It was told that it missed some.")
  @Outcome(expect = FORBIDDEN, desc = "An event is missing, and nobody says so.")
  @State
  public static class WhatIsGivenUpWhileItOpens {
    private final TinyLog tiny = TinyLog.of(2, TinyLog.LARGE);
    private final LoopThread thread = new LoopThread();
    private @Nullable Client client;

    /** A log that is full. */
    public WhatIsGivenUpWhileItOpens() {
      tiny.append("aa");
    }

    @Actor
    public void write() {
      tiny.append("aa");
    }

    @Actor
    public void open() {
      client = new Client(tiny, Set.of("a"), Client.SINGLY, thread);
      thread.runAll();
    }

    @Arbiter
    public void drain(L_Result result) {
      thread.runAll();
      result.r1 = Objects.requireNonNull(client).account.verdict(1, 2, 3, 4);
    }
  }

  /** As many events as the view has room for, so that the next takes the place of the oldest. */
  @JCStressTest
  @Outcome(id = Account.ALL, expect = ACCEPTABLE, desc = "The reader kept up.")
  @Outcome(id = Account.WITH_GAPS, expect = ACCEPTABLE, desc = "It was told what it missed.")
  @Outcome(expect = FORBIDDEN, desc = "An event is missing, not counted, or there twice.")
  @State
  public static class WhatTheLogGivesUp {
    private final TinyLog tiny = TinyLog.of(8, TinyLog.SMALL);
    private final Client client = Client.ofKey("a", tiny, Client.TOGETHER);

    /** A log that has room for as many events as a view. */
    public WhatTheLogGivesUp() {
      tiny.append("aaaaaaaa");
    }

    @Actor
    public void write() {
      tiny.append("aaa");
    }

    @Actor
    public void read() {
      client.read();
    }

    @Arbiter
    public void readTheRest(L_Result result) {
      client.read();
      result.r1 = client.account.verdict(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    }
  }
}
