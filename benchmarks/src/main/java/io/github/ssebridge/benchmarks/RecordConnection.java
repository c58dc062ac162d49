package io.github.ssebridge.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.SseDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/** One client of a node's stream, read by our decoder. Confined to the client's event loop. */
final class RecordConnection extends ChannelInboundHandlerAdapter {

  /** Who is told what comes. */
  interface Listener {

    /**
     * An event came.
     *
     * @param nanos when the read that it came with began
     */
    void event(ServerSentEvent event, long nanos);

    /** The connection is of no use any more; not called after {@link #close}. */
    void broke(String why);
  }

  private final String request;
  private final byte[] scratch;
  private final Listener listener;
  private final SseDecoder decoder = new SseDecoder(this::event);
  private final ChunkedResponse response = new ChunkedResponse(this::read);
  private @Nullable Channel channel;
  private boolean closed;
  private long readNanos;

  private RecordConnection(String request, byte[] scratch, Listener listener) {
    this.request = request;
    this.scratch = scratch;
    this.listener = listener;
  }

  /**
   * Begins to connect.
   *
   * @param query what follows the path, with its question mark
   * @param lastEventId null to come without one
   */
  static RecordConnection open(
      ClientLoop loop, int port, String query, @Nullable String lastEventId, Listener listener) {
    String request =
        "GET /x%s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n%s\r\n"
            .formatted(query, lastEventId == null ? "" : "Last-Event-ID: " + lastEventId + "\r\n");
    RecordConnection connection = new RecordConnection(request, loop.scratch(), listener);
    loop.connect(port, connection, false)
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                connection.breakOff(String.valueOf(connected.cause()));
              }
            });
    return connection;
  }

  /** The id that the client would come back with. */
  String lastEventId() {
    return decoder.lastEventId();
  }

  void close() {
    closed = true;
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
    readNanos = System.nanoTime();
    ByteBuf bytes = (ByteBuf) message;
    int length = bytes.readableBytes();
    bytes.readBytes(scratch, 0, length);
    bytes.release();
    if (closed) {
      return;
    }
    String wrong = response.read(scratch, length);
    if (wrong != null) {
      breakOff(wrong);
    } else if (response.isOver()) {
      breakOff("the server ended a response");
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    breakOff("the server closed a connection");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    breakOff(cause.toString());
  }

  private void read(byte[] in, int from, int to) {
    decoder.decode(in, from, to - from);
  }

  private void event(ServerSentEvent event) {
    if (!closed) {
      listener.event(event, readNanos);
    }
  }

  private void breakOff(String why) {
    if (!closed) {
      close();
      listener.broke(why);
    }
  }
}
