package io.github.ssebridge;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Set;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * An append while a drain is under way: either the drain reads the event, or another is to come.
 */
@JCStressTest
@Outcome(id = "read", expect = ACCEPTABLE, desc = "The event came before the drain read the log.")
@Outcome(id = "to be read", expect = ACCEPTABLE, desc = "The event came later, and signalled.")
@Outcome(expect = FORBIDDEN, desc = "The event is in the log, and nobody is going to read it.")
@State
public class NoWakeUpIsLost {
  private final TinyLog tiny = TinyLog.of(64, TinyLog.SMALL);
  private final LoopThread thread = new LoopThread();
  private final Client client = new Client(tiny, Set.of(), Client.TOGETHER, thread);
  private final Client another = new Client(tiny, Set.of(), Client.TOGETHER, thread);

  /** Two clients that are about to be woken, one after the other, for the first event. */
  public NoWakeUpIsLost() {
    thread.runAll();
    tiny.append("a");
  }

  @Actor
  public void write() {
    tiny.append("b");
  }

  @Actor
  public void drain() {
    thread.runAll();
  }

  @Arbiter
  public void drainTheRest(L_Result result) {
    boolean read = haveBoth();
    thread.runAll();
    result.r1 = read ? "read" : haveBoth() ? "to be read" : "LOST";
  }

  private boolean haveBoth() {
    return client.account.verdict(1, 2).equals(Account.ALL)
        && another.account.verdict(1, 2).equals(Account.ALL);
  }
}
