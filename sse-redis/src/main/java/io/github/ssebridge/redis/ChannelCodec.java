package io.github.ssebridge.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.codec.RedisCodec;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Channels as UTF-8 and messages as bytes. What it decodes, it decodes on one event loop: each
 * connection has its own, which remembers the names of the channels that have just spoken.
 */
final class ChannelCodec implements RedisCodec<String, byte[]> {

  private static final int REMEMBERED = 256;

  // By a hash of the bytes, with another name in the same place from time to time.
  private final @Nullable Name[] names = new Name[REMEMBERED];

  @Override
  public String decodeKey(ByteBuffer channel) {
    int place = channel.hashCode() & (REMEMBERED - 1);
    Name known = names[place];
    if (known != null && channel.equals(known.bytes)) {
      return known.text;
    }
    byte[] bytes = decodeValue(channel);
    String text = new String(bytes, UTF_8);
    names[place] = new Name(ByteBuffer.wrap(bytes), text);
    return text;
  }

  @Override
  public byte[] decodeValue(ByteBuffer message) {
    byte[] copy = new byte[message.remaining()];
    message.get(copy);
    return copy;
  }

  @Override
  public ByteBuffer encodeKey(String channel) {
    return ByteBuffer.wrap(channel.getBytes(UTF_8));
  }

  @Override
  public ByteBuffer encodeValue(byte[] message) {
    return ByteBuffer.wrap(message);
  }

  private record Name(ByteBuffer bytes, String text) {}
}
