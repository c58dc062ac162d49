package io.github.ssebridge.redis;

import io.lettuce.core.pubsub.PubSubCommandHandler;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection for subscriptions on which no byte has come for five looks, one each second,
 * and says which bytes came together.
 *
 * <p>Redis is asked for a sign of life each second, so silence means that the connection is dead,
 * whatever TCP thinks. Looks are counted, not time: a pause of this process is no silence of Redis.
 * The channel's event loop owns it.
 */
final class SilenceGuard extends ChannelInboundHandlerAdapter {

  private static final int MAX_SILENT_LOOKS = 5;

  private @Nullable ScheduledFuture<?> looking;
  private int silentLooks;

  /** Guards every connection for subscriptions, and no other. */
  static NettyCustomizer customizer() {
    return new NettyCustomizer() {
      @Override
      public void afterChannelInitialized(Channel channel) {
        if (channel.pipeline().get(PubSubCommandHandler.class) != null) {
          channel.pipeline().addFirst(new SilenceGuard());
        }
      }
    };
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    looking =
        context.executor().scheduleWithFixedDelay(() -> look(context), 1, 1, TimeUnit.SECONDS);
    super.channelActive(context);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
    silentLooks = 0;
    Burst burst = Burst.current();
    burst.begin();
    try {
      // All messages in these bytes are handed over before it returns.
      super.channelRead(context, bytes);
    } finally {
      burst.end();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    if (looking != null) {
      looking.cancel(false);
    }
    super.channelInactive(context);
  }

  private void look(ChannelHandlerContext context) {
    silentLooks++;
    if (silentLooks >= MAX_SILENT_LOOKS) {
      var unused = context.close();
    }
  }
}
