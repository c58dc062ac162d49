package io.github.ssebridge.gateway;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import java.net.SocketAddress;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The transport of a node: the native one of the machine if there is one that works, else that of
 * Java. Its server sockets look at what they accept before Vert.x does.
 */
@SuppressWarnings("deprecation") // Vert.x names the family of a multicast by a deprecated class.
final class BoundedTransport implements io.vertx.core.transport.Transport, Transport {

  private final io.vertx.core.transport.Transport chosen;
  private final Transport inner;
  private final SocketLimit limit;

  /** The transport for as many sockets as may be. */
  BoundedTransport(SocketLimit limit) {
    io.vertx.core.transport.@Nullable Transport ofMachine =
        io.vertx.core.transport.Transport.nativeTransport();
    boolean works = ofMachine != null && ofMachine.available();
    this.chosen = works ? ofMachine : io.vertx.core.transport.Transport.NIO;
    this.inner = chosen.implementation();
    this.limit = limit;
  }

  @Override
  public String name() {
    return chosen.name();
  }

  @Override
  public boolean available() {
    return chosen.available();
  }

  @Override
  public Transport implementation() {
    return this;
  }

  @Override
  public boolean isAvailable() {
    return inner.isAvailable();
  }

  @Override
  public Throwable unavailabilityCause() {
    return inner.unavailabilityCause();
  }

  @Override
  public boolean supportsDomainSockets() {
    return inner.supportsDomainSockets();
  }

  @Override
  public boolean supportFileRegion() {
    return inner.supportFileRegion();
  }

  @Override
  public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
    return inner.convert(address);
  }

  @Override
  public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
    return inner.convert(address);
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return inner.ioHandlerFactory();
  }

  @Override
  public EventLoopGroup eventLoopGroup(
      int type, int threads, ThreadFactory threadFactory, int ioRatio) {
    return inner.eventLoopGroup(type, threads, threadFactory, ioRatio);
  }

  @Override
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return inner.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
    return inner.datagramChannelFactory();
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return inner.channelFactory(domainSocket);
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    ChannelFactory<? extends ServerChannel> factory = inner.serverChannelFactory(domainSocket);
    return () -> {
      ServerChannel server = factory.newChannel();
      server.pipeline().addLast(limit.ofServer());
      return server;
    };
  }

  @Override
  public void configure(DatagramChannel channel, DatagramSocketOptions options) {
    inner.configure(channel, options);
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, Bootstrap bootstrap) {
    inner.configure(config, domainSocket, bootstrap);
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
    inner.configure(config, domainSocket, bootstrap);
  }
}
