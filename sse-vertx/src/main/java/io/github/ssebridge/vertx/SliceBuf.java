package io.github.ssebridge.vertx;

import io.github.ssebridge.LogSlice;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;

/**
 * A slice of a log as Netty writes it: no copy, and the log has its memory back when Netty has
 * written it or given it up.
 */
final class SliceBuf extends UnpooledDirectByteBuf {

  private final LogSlice slice;

  private SliceBuf(LogSlice slice) {
    super(UnpooledByteBufAllocator.DEFAULT, slice.bytes(), slice.bytes().remaining());
    this.slice = slice;
  }

  static ByteBuf of(LogSlice slice) {
    return slice.bytes().isDirect() ? new SliceBuf(slice) : Unpooled.wrappedBuffer(slice.bytes());
  }

  @Override
  protected void deallocate() {
    super.deallocate();
    slice.release();
  }
}
