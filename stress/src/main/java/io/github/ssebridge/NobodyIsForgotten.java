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

/** Readers that leave, and logs that end, leave nobody behind who waits for ever. */
public final class NobodyIsForgotten {

  private static final HubOptions HUB = HubOptions.defaults();

  private NobodyIsForgotten() {}

  /** One of two readers of a thread unsubscribes while the writer signals. */
  @JCStressTest
  @Outcome(id = "all, 0", expect = ACCEPTABLE, desc = "The other one got it; no audience is left.")
  @Outcome(expect = FORBIDDEN, desc = "The other one was not woken, or an audience has stayed.")
  @State
  public static class WhenAReaderLeaves {
    private final TinyLog tiny = TinyLog.of(64, TinyLog.SMALL);
    private final LoopThread thread = new LoopThread();
    private final Client leaving = new Client(tiny, Set.of(), Client.TOGETHER, thread);
    private final Client staying = new Client(tiny, Set.of(), Client.TOGETHER, thread);

    @Actor
    public void write() {
      tiny.append("a");
    }

    @Actor
    public void leave() {
      leaving.close();
      thread.runAll();
    }

    @Arbiter
    public void leaveToo(L_Result result) {
      thread.runAll();
      staying.close();
      result.r1 = staying.account.verdict(1) + ", " + tiny.log.audiences().size();
    }
  }

  /** The last reader of a key leaves while another one, on another thread, comes for the key. */
  @JCStressTest
  @Outcome(id = "all, 0", expect = ACCEPTABLE, desc = "Who came is woken; no view is left.")
  @Outcome(expect = FORBIDDEN, desc = "Who came reads a view that nothing is appended to.")
  @State
  public static class WhenTheLastReaderOfAKeyLeaves {
    private final TinyLog tiny = TinyLog.of(64, TinyLog.SMALL);
    private final LoopThread thread = new LoopThread();
    private final Client leaving = Client.ofKey("a", tiny, Client.TOGETHER);
    private @Nullable Client coming;

    @Actor
    public void leave() {
      leaving.close();
    }

    @Actor
    public void come() {
      coming = new Client(tiny, Set.of("a"), Client.TOGETHER, thread);
      thread.runAll();
    }

    @Arbiter
    public void write(L_Result result) {
      Client came = Objects.requireNonNull(coming);
      tiny.append("ab");
      thread.runAll();
      came.close();
      result.r1 = came.account.verdict(1) + ", " + tiny.log.views().size();
    }
  }

  /** The hub closes while somebody subscribes. */
  @JCStressTest
  @Outcome(id = "refused, 0", expect = ACCEPTABLE, desc = "The hub was closed before.")
  @Outcome(id = "told, 0", expect = ACCEPTABLE, desc = "The hub was closed after.")
  @Outcome(expect = FORBIDDEN, desc = "Somebody sits in a closed log and does not know it.")
  @State
  public static class WhenTheHubCloses implements Subscriber {
    private final EventHub hub = EventHub.create(HUB).stream("s");
    private final LoopThread thread = new LoopThread();
    private @Nullable Subscription subscription;
    private String outcome = "not told";

    @Actor
    public void close() {
      hub.close();
    }

    @Actor
    public void subscribe() {
      try {
        subscription = hub.subscribe("s", null, thread.loop, this);
        thread.runAll();
      } catch (IllegalStateException closed) {
        outcome = "refused";
      }
    }

    @Arbiter
    public void look(L_Result result) {
      thread.runAll();
      result.r1 = outcome + ", " + hub.subscribers("s");
    }

    @Override
    public boolean wake() {
      return false;
    }

    @Override
    public void end() {
      outcome = "told";
      Objects.requireNonNull(subscription).close();
    }
  }

  /** The log ends right after its last event, while a reader drains. */
  @JCStressTest
  @Outcome(id = "all, told", expect = ACCEPTABLE, desc = "The last event, then the end.")
  @Outcome(expect = FORBIDDEN, desc = "The end came before the last event, or never.")
  @State
  public static class WhenTheLogEnds {
    private final TinyLog tiny = TinyLog.of(64, TinyLog.SMALL);
    private final LoopThread thread = new LoopThread();
    private final Client client = new Client(tiny, Set.of(), Client.TOGETHER, thread);

    @Actor
    public void end() {
      tiny.append("a");
      tiny.log.end();
    }

    @Actor
    public void drain() {
      thread.runAll();
    }

    @Arbiter
    public void drainTheRest(L_Result result) {
      thread.runAll();
      result.r1 = client.account.verdict(1) + (client.isClosed() ? ", told" : ", not told");
    }
  }
}
