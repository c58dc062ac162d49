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

/**
 * The newest event of each key arrives, in order and once, whatever older ones it stands in for.
 */
public final class NewestEventsAreDelivered {

  private NewestEventsAreDelivered() {}

  /** An event is superseded while a reader is about to read it. */
  @JCStressTest
  @Outcome(id = Account.ALL, expect = ACCEPTABLE, desc = "The reader kept up.")
  @Outcome(id = Account.WITH_GAPS, expect = ACCEPTABLE, desc = "It was told what it missed.")
  @Outcome(expect = FORBIDDEN, desc = "The newest of a key is missing, or the order is wrong.")
  @State
  public static class WhileOthersAreSuperseded {
    private final TinyLog tiny = TinyLog.ofNewest(64, TinyLog.SMALL);
    private final Client client = Client.ofAll(tiny, Client.SINGLY);

    /** A log with two keys. */
    public WhileOthersAreSuperseded() {
      tiny.append("ab");
    }

    @Actor
    public void write() {
      tiny.append("aba");
    }

    @Actor
    public void read() {
      client.read();
    }

    @Arbiter
    public void readTheRest(L_Result result) {
      client.read();
      result.r1 = client.account.verdictOfNewest(5, tiny.log.latest(), 4, 5);
    }
  }

  /** Newest events move from the log into the table, which has room for them. */
  @JCStressTest
  @Outcome(id = Account.ALL, expect = ACCEPTABLE, desc = "The reader kept up.")
  @Outcome(id = Account.WITH_GAPS, expect = ACCEPTABLE, desc = "It was told what it missed.")
  @Outcome(expect = FORBIDDEN, desc = "The newest of a key is missing, or the order is wrong.")
  @State
  public static class WhileTheyMoveIntoTheTable {
    private final TinyLog tiny = TinyLog.ofNewest(2, TinyLog.LARGE);
    private final Client client = Client.ofAll(tiny, Client.SINGLY);

    /** A log that is full. */
    public WhileTheyMoveIntoTheTable() {
      tiny.append("ab");
    }

    @Actor
    public void write() {
      tiny.append("cbcb");
    }

    @Actor
    public void read() {
      client.read();
    }

    @Arbiter
    public void readTheRest(L_Result result) {
      client.read();
      result.r1 = client.account.verdictOfNewest(6, tiny.log.latest(), 1, 5, 6);
    }
  }

  /** The table has no room for all newest events. */
  @JCStressTest
  @Outcome(id = Account.ALL, expect = ACCEPTABLE, desc = "The reader kept up.")
  @Outcome(id = Account.WITH_GAPS, expect = ACCEPTABLE, desc = "It was told what it missed.")
  @Outcome(expect = FORBIDDEN, desc = "The newest of a key is missing, and nobody says so.")
  @State
  public static class UnlessTheyAreGivenUp {
    private final TinyLog tiny = TinyLog.ofNewest(1, TinyLog.LARGE);
    private final Client client = Client.ofAll(tiny, Client.SINGLY);

    /** A log and a table that are full. */
    public UnlessTheyAreGivenUp() {
      tiny.append("ab");
    }

    @Actor
    public void write() {
      tiny.append("cde");
    }

    @Actor
    public void read() {
      client.read();
    }

    @Arbiter
    public void readTheRest(L_Result result) {
      client.read();
      result.r1 = client.account.verdictOfNewest(5, tiny.log.latest(), 1, 2, 3, 4, 5);
    }
  }

  /** A reader of one key, whose newest event moves into the table and is superseded there. */
  @JCStressTest
  @Outcome(id = Account.ALL, expect = ACCEPTABLE, desc = "The reader kept up.")
  @Outcome(id = Account.WITH_GAPS, expect = ACCEPTABLE, desc = "It was told what it missed.")
  @Outcome(expect = FORBIDDEN, desc = "The newest of the key is missing, or the order is wrong.")
  @State
  public static class AlsoToReadersOfAKey {
    private final TinyLog tiny = TinyLog.ofNewest(2, TinyLog.LARGE);
    private final Client client = Client.ofKey("a", tiny, Client.SINGLY);

    /** A log that is full. */
    public AlsoToReadersOfAKey() {
      tiny.append("ab");
    }

    @Actor
    public void write() {
      tiny.append("bbaba");
    }

    @Actor
    public void read() {
      client.read();
    }

    @Arbiter
    public void readTheRest(L_Result result) {
      client.read();
      result.r1 = client.account.verdictOfNewest(3, tiny.log.latest(), 7);
    }
  }

  /** A reader of one key comes back, while its newest event moves into the table. */
  @JCStressTest
  @Outcome(id = Account.ALL, expect = ACCEPTABLE, desc = "It got the event.")
  @Outcome(
      id = Account.WITH_GAPS,
      expect = ACCEPTABLE,
      desc = "It got the event, and was told that there may have been older ones.")
  @Outcome(expect = FORBIDDEN, desc = "The newest of the key is missing, and nobody says so.")
  @State
  public static class AlsoToAReaderOfAKeyThatComesBack {
    private final TinyLog tiny = TinyLog.ofNewest(2, TinyLog.LARGE);
    private final LoopThread thread = new LoopThread();
    private @Nullable Client client;

    /** A log that is full. */
    public AlsoToAReaderOfAKeyThatComesBack() {
      tiny.append("ab");
    }

    @Actor
    public void write() {
      tiny.append("bb");
    }

    @Actor
    public void comeBack() {
      client = new Client(tiny, Set.of("a"), Client.SINGLY, thread);
    }

    @Arbiter
    public void read(L_Result result) {
      thread.runAll();
      Account account = Objects.requireNonNull(client).account;
      result.r1 = account.verdictOfNewest(1, tiny.log.latest(), 1);
    }
  }
}
