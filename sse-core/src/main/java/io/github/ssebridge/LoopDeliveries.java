package io.github.ssebridge;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What has been handed to the readers that one stream has on one loop. Counted on the thread of the
 * {@link ReaderLoop}, without anything that threads share; any thread may read.
 */
final class LoopDeliveries {

  private static final VarHandle SLICES = handle("slices");
  private static final VarHandle EVENTS = handle("events");
  private static final VarHandle BYTES = handle("bytes");

  private final ReaderLoop loop;

  // Guarded by the monitor of the Deliveries.
  int readers;

  // What is unused keeps the counts of two loops out of one cache line.
  private long unused1;
  private long unused2;
  private long unused3;
  private long unused4;
  private long unused5;
  private long unused6;
  private long unused7;
  private long unused8;
  private long slices;
  private long events;
  private long bytes;
  private long unused9;
  private long unused10;
  private long unused11;
  private long unused12;
  private long unused13;
  private long unused14;
  private long unused15;
  private long unused16;

  LoopDeliveries(ReaderLoop loop) {
    this.loop = loop;
  }

  ReaderLoop loop() {
    return loop;
  }

  void add(LogSlice slice) {
    SLICES.setOpaque(this, slices + 1);
    EVENTS.setOpaque(this, events + slice.events());
    BYTES.setOpaque(this, bytes + slice.bytes().remaining());
  }

  StreamCounters.Delivered delivered() {
    return new StreamCounters.Delivered(
        (long) SLICES.getOpaque(this), (long) EVENTS.getOpaque(this), (long) BYTES.getOpaque(this));
  }

  private static VarHandle handle(String field) {
    try {
      return MethodHandles.lookup().findVarHandle(LoopDeliveries.class, field, long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
