package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber: sends its request and reads the response. Confined to the client's event loop.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {

  /** Who wants to know what becomes of a connection. */
  interface Watch {

    /** Something was read. */
    void progressed(ClientConnection connection);

    /** It ended, and not because {@link #close} was called. */
    void broke(ClientConnection connection);
  }

  private final String request;
  private final Tally tally;
  private final byte[] scratch;
  private final Watch watch;
  private final BlockParser parser;
  private final ChunkedResponse response;
  private @Nullable Channel channel;
  private boolean closing;
  private boolean openSeen;
  private boolean stalled;

  /**
   * A subscriber that is added to a channel yet to be connected.
   *
   * @param scratch where reads are copied, shared by all connections of the event loop
   */
  ClientConnection(String request, BlockParser parser, Tally tally, byte[] scratch, Watch watch) {
    this.request = request;
    this.tally = tally;
    this.scratch = scratch;
    this.watch = watch;
    this.parser = parser;
    this.response = new ChunkedResponse(parser);
  }

  boolean isOpen() {
    return response.isOpen();
  }

  /** Whether it is open, and nobody has asked since it is. */
  boolean hasJustOpened() {
    boolean first = isOpen() && !openSeen;
    openSeen |= first;
    return first;
  }

  BlockParser events() {
    return parser;
  }

  /** For good: that the server closes it some day is what it asked for. */
  void stopReading() {
    stalled = true;
    if (channel != null) {
      channel.config().setAutoRead(false);
    }
  }

  void close() {
    closing = true;
    if (channel != null) {
      var unused = channel.close();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel = context.channel();
    var unused = context.writeAndFlush(Unpooled.copiedBuffer(request, ISO_8859_1));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    int length = bytes.readableBytes();
    bytes.readBytes(scratch, 0, length);
    bytes.release();
    if (closing) {
      return;
    }
    long before = parser.events();
    tally.beginRead();
    String wrong = response.read(scratch, length);
    tally.endRead(parser.events() - before);
    if (wrong != null) {
      breakOff(wrong);
    } else if (response.isOver()) {
      breakOff("the server ended a response");
    } else {
      watch.progressed(this);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (!closing) {
      breakOff("the server closed a connection");
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!closing) {
      breakOff(cause.toString());
    }
  }

  private void breakOff(String why) {
    if (stalled) {
      close();
      return;
    }
    tally.error(why);
    close();
    watch.broke(this);
  }
}
