package io.github.ssebridge.benchmarks;

import io.github.ssebridge.ServerSentEvent;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What one event to 1,000 subscribers costs if it is encoded for each, as all frameworks do: from
 * an event object with a String, which is there beforehand and suits most of them best. A block
 * that is kept is the subscriber's own: of a stream that is used again, a copy.
 */
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class DeliverComparison extends NanosBenchmark {

  // And "helidon" on JDK 21 and newer.
  @Param({
    "sse-bridge",
    "by-hand",
    "micronaut",
    "micronaut-new",
    "jersey",
    "armeria",
    "pekko",
    "spring",
    "ktor"
  })
  String peer = "";

  @Param({"small", "lines"})
  String event = "";

  private final Mailbox[] mailboxes = Mailbox.many(SharedBenchmark.SUBSCRIBERS);
  private long published;
  private boolean keeps;

  // Not final, so that no compiler may take the event for a constant.
  private Object prepared = "";
  private EventEncoder<Object> encoder = EncodeComparison.encoder(Encoders.OURS);
  private boolean writesOver;

  /** Prepares event and subscribers; fails unless what is written is the event. */
  @Setup
  public void prepare() {
    encoder = EncodeComparison.encoder(peer);
    writesOver = encoder.writesOver();
    String data = SampleEvent.labelled(event).data();
    prepared = encoder.event(SampleEvent.ID, SampleEvent.TYPE, data);
    ServerSentEvent expected = new ServerSentEvent(SampleEvent.ID, SampleEvent.TYPE, data, null);
    EncodeComparison.requireEvent(expected, encoder.bytes(encoder.encode(prepared)));
    // Subscribers live long: a reference that is stored in an old object meets the collector's
    // barrier, here always instead of now and then.
    System.gc();
  }

  /** Encodes for each subscriber and hands it what was written; it is done with that at once. */
  @Benchmark
  public void encodedForEachHanded(Blackhole read) {
    published++;
    for (Mailbox mailbox : mailboxes) {
      mailbox.take(encoder.encode(prepared), read);
    }
  }

  /** Encodes for each subscriber and hands it what was written, which it keeps. */
  @Benchmark
  public void encodedForEachKept() {
    published++;
    keeps = true;
    for (Mailbox mailbox : mailboxes) {
      Object block = encoder.encode(prepared);
      mailbox.put(writesOver ? encoder.bytes(block) : block);
    }
  }

  /** Fails unless each subscriber got each event, and keeps a block of its own if it keeps any. */
  @TearDown(Level.Iteration)
  public void checkThatEachGotAll() {
    Set<Object> blocks = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Mailbox mailbox : mailboxes) {
      mailbox.requireGot(published, keeps);
      if (mailbox.last() != null) {
        blocks.add(mailbox.last());
      }
    }
    if (keeps && blocks.size() != SharedBenchmark.SUBSCRIBERS) {
      throw new IllegalStateException("only " + blocks.size() + " different blocks");
    }
  }
}
