package io.github.ssebridge.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the sockets of each server of a node, whatever comes over them: the newest is closed.
 * Before Vert.x, which hears of a socket when it has sent something. Safe for use by any thread.
 */
final class SocketLimit {

  private static final Logger LOG = LoggerFactory.getLogger(SocketLimit.class);

  private final int max;
  private final long firstHeadMillis;
  private final AtomicInteger open = new AtomicInteger();
  private final LogPause logPause = new LogPause();

  /**
   * No socket yet.
   *
   * @param max how many a server may have
   * @param firstHeadMillis after how long a socket is closed that has not sent the head of a
   *     request
   */
  SocketLimit(int max, long firstHeadMillis) {
    this.max = max;
    this.firstHeadMillis = firstHeadMillis;
  }

  /** How many there are. */
  int open() {
    return open.get();
  }

  /** What looks at the sockets that one server accepts. */
  ChannelHandler ofServer() {
    return new Accepting();
  }

  /** Counts for itself, so that a flood of clients does not keep those of the metrics out. */
  private final class Accepting extends ChannelInboundHandlerAdapter {

    private final AtomicInteger own = new AtomicInteger();

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
      Channel socket = (Channel) accepted;
      if (own.incrementAndGet() > max) {
        own.decrementAndGet();
        // It has no event loop yet, and shall not get one.
        socket.unsafe().closeForcibly();
        if (logPause.isOver()) {
          LOG.warn(
              "sockets are closed at once: {} are open, and 'connections.total' allows no more",
              max);
        }
        return;
      }
      open.incrementAndGet();
      socket
          .closeFuture()
          .addListener(
              closed -> {
                own.decrementAndGet();
                open.decrementAndGet();
              });
      socket.pipeline().addLast(new FirstHead(firstHeadMillis));
      context.fireChannelRead(socket);
    }
  }

  /**
   * Closes a socket that does not send the head of a first request in time. What comes by TLS it
   * cannot read, and leaves to others. Confined to its loop.
   */
  private static final class FirstHead extends ChannelInboundHandlerAdapter {

    private static final int TLS_HANDSHAKE = 0x16;

    private final long millis;
    private boolean hasBegun;
    private boolean isLineEmpty;
    private boolean isComplete;

    FirstHead(long millis) {
      this.millis = millis;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      var unused =
          context
              .executor()
              .schedule(
                  () -> {
                    if (!context.isRemoved()) {
                      var unusedToo = context.close();
                    }
                  },
                  millis,
                  TimeUnit.MILLISECONDS);
      context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof ByteBuf bytes) {
        bytes.forEachByte(this::isYetToCome);
      }
      context.fireChannelRead(message);
      if (isComplete && !context.isRemoved()) {
        context.pipeline().remove(this);
      }
    }

    private boolean isYetToCome(byte next) {
      if (!hasBegun) {
        hasBegun = true;
        isComplete = next == TLS_HANDSHAKE;
      } else if (next == '\n') {
        isComplete = isLineEmpty;
        isLineEmpty = true;
      } else if (next != '\r') {
        isLineEmpty = false;
      }
      return !isComplete;
    }
  }
}
