package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Memory is used again when nobody holds it any more, and then once. */
public final class HeldMemoryStaysAsItIs {

  private static final int BYTES = 64;

  private HeldMemoryStaysAsItIs() {}

  private static LogSegment segment(SegmentPool pool) {
    LogSegment segment = new LogSegment(1, BYTES, 0, pool);
    byte[] id = "1".getBytes(US_ASCII);
    byte[] data = "data".getBytes(US_ASCII);
    Block block = Block.ofThread();
    block.id(id, id.length);
    block.type(TypeField.DEFAULT);
    block.data(data, 0, data.length);
    segment.append(block, Key.NONE, 0);
    return segment;
  }

  /** A reader holds a segment while the log drops it and uses its memory for another. */
  @JCStressTest
  @Outcome(id = "as it was", expect = ACCEPTABLE, desc = "The reader was first.")
  @Outcome(id = "not held", expect = ACCEPTABLE, desc = "The log was first.")
  @Outcome(expect = FORBIDDEN, desc = "The memory was used again while it was held.")
  @State
  public static class WhileAReaderHoldsIt {
    private final SegmentPool pool = new SegmentPool(BYTES);
    private final LogSegment segment = segment(pool);

    @Actor
    public void dropAndUseAgain() {
      segment.release();
      pool.take(BYTES).put(0, (byte) 'X');
    }

    @Actor
    public void read(L_Result result) {
      if (segment.hold()) {
        byte first = segment.slice(1, 2).get(0);
        segment.release();
        result.r1 = first == 'i' ? "as it was" : "overwritten";
      } else {
        result.r1 = "not held";
      }
    }
  }

  /** The log and a reader release a segment at the same time. */
  @JCStressTest
  @Outcome(id = "once", expect = ACCEPTABLE, desc = "The last one gave the memory back.")
  @Outcome(expect = FORBIDDEN, desc = "Two segments would share memory, or it is lost.")
  @State
  public static class WhenItsLastHoldersLeave {
    private final SegmentPool pool = new SegmentPool(BYTES);
    private final LogSegment segment = segment(pool);
    private final boolean held = segment.hold();

    @Actor
    public void drop() {
      segment.release();
    }

    @Actor
    public void release() {
      segment.release();
    }

    @Arbiter
    public void useAgain(L_Result result) {
      boolean first = pool.take(BYTES).get(0) == 'i';
      boolean second = pool.take(BYTES).get(0) == 'i';
      result.r1 = held && first && !second ? "once" : first ? "twice" : "never";
    }
  }

  /** A slice that a client has not written yet, of a segment that the log drops. */
  @JCStressTest
  @Outcome(id = "as it was", expect = ACCEPTABLE, desc = "The slice has the event's bytes.")
  @Outcome(id = "lapped", expect = ACCEPTABLE, desc = "The log was first.")
  @Outcome(expect = FORBIDDEN, desc = "The slice has got the bytes of another event.")
  @State
  public static class WhileASliceIsToBeWritten {
    private final TinyLog tiny = TinyLog.of(1, TinyLog.LARGE);
    private final WholeCursor cursor;
    private @Nullable LogSlice slice;

    /** A log that drops its first segment with the next event but one. */
    public WhileASliceIsToBeWritten() {
      tiny.append("a");
      cursor = new WholeCursor(tiny.log, 1);
    }

    @Actor
    public void write() {
      tiny.append("bcd");
    }

    @Actor
    public void poll() {
      slice = cursor.poll(1);
    }

    @Arbiter
    public void look(L_Result result) {
      if (slice == null) {
        result.r1 = "lapped";
        return;
      }
      long sequence = cursor.next - 1;
      ByteBuffer bytes = slice.bytes();
      byte last = bytes.get(bytes.limit() - 3);
      result.r1 = last == '0' + sequence ? "as it was" : "overwritten";
      slice.release();
    }
  }
}
