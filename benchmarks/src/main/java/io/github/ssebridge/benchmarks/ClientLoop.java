package io.github.ssebridge.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The one event loop of a load client, and how sockets are made on it. */
final class ClientLoop implements AutoCloseable {

  private static final int READ_BYTES = 256 << 10;
  private static final int SMALL_RECEIVE_BUFFER = 16 << 10;
  private static final int LAST_TASKS_MILLIS = 1_000;
  private static final int CONNECT_MILLIS = 30_000;

  private final EventLoopGroup group;
  private final EventLoop loop;
  private final Bootstrap bootstrap;
  private final byte[] scratch = new byte[READ_BYTES];

  ClientLoop() {
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    Class<? extends SocketChannel> type = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    group = new MultiThreadIoEventLoopGroup(1, io);
    loop = group.next();
    bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(type)
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(READ_BYTES).maxMessagesPerRead(1))
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(ChannelOption.TCP_NODELAY, true)
            // Closes by a reset, so that no port waits after it was used.
            .option(ChannelOption.SO_LINGER, 0);
  }

  /** Where reads are copied; to be used on the event loop. */
  byte[] scratch() {
    return scratch;
  }

  EventLoop eventLoop() {
    return loop;
  }

  /**
   * Begins to connect.
   *
   * @param smallBuffer whether the kernel shall take little for one that does not read
   */
  ChannelFuture connect(int port, ChannelHandler connection, boolean smallBuffer) {
    Bootstrap one = bootstrap.clone().handler(connection);
    if (smallBuffer) {
      one.option(ChannelOption.SO_RCVBUF, SMALL_RECEIVE_BUFFER);
    }
    return one.connect("127.0.0.1", port);
  }

  /** Runs a task on the event loop that may take its time to give its result. */
  <T> T await(Begin<T> begin, long millis) throws InterruptedException, TimeoutException {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            begin.begin(result);
          } catch (RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    try {
      return result.get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(String.valueOf(e.getCause()), e);
    }
  }

  /** Closes all connections. */
  @Override
  public void close() {
    var unused = group.shutdownGracefully(0, LAST_TASKS_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** A task on the event loop. */
  interface Begin<T> {
    void begin(CompletableFuture<T> result);
  }
}
