package io.github.ssebridge.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.ScriptOutputType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The Lua script of a {@link RedisPublisher}; holds no state. */
final class PublishScript {

  /**
   * Appends an entry to the stream, sends its data to the channel of the same name, and returns the
   * entry's id. Its arguments are the command that sends, the length to trim to or nothing, and the
   * fields of the entry.
   *
   * <p>Redis undoes nothing when a script fails on its way. So a user who may not send is refused
   * before the entry is there; Redis 6 cannot be asked, and knows no SPUBLISH either.
   */
  private static final byte[] TEXT =
      """
      local send, length, data = ARGV[1], ARGV[2], ARGV[4]
      if redis.acl_check_cmd then
        if not redis.acl_check_cmd(send, KEYS[1], data) then
          return redis.error_reply('NOPERM no permission for ' .. send .. ' ' .. KEYS[1])
        end
      elseif send == 'SPUBLISH' then
        return redis.error_reply('ERR SPUBLISH needs Redis 7 or newer')
      end
      local add = {'XADD', KEYS[1]}
      if length ~= '' then
        add[3], add[4], add[5] = 'MAXLEN', '~', length
      end
      add[#add + 1] = '*'
      for i = 3, #ARGV do
        add[#add + 1] = ARGV[i]
      end
      local id = redis.call(unpack(add))
      redis.call(send, KEYS[1], data)
      return id
      """
          .getBytes(UTF_8);

  private static final byte[] NOTHING = {};

  private PublishScript() {}

  /**
   * Runs the script. Not by EVALSHA: a server that has not got the script, as after a failover,
   * would refuse those on their way, and sent again they would come after later ones.
   *
   * @param send the command that sends to a channel
   * @param maxLength about how many entries the stream keeps, null for all
   * @param fields the fields of the entry, of which the data come first
   * @return the id of the entry
   */
  static CompletionStage<String> run(
      CommandConnection connection,
      String streamKey,
      String send,
      @Nullable Long maxLength,
      Map<String, byte[]> fields) {
    List<byte[]> arguments = new ArrayList<>(8);
    arguments.add(send.getBytes(UTF_8));
    arguments.add(maxLength == null ? NOTHING : maxLength.toString().getBytes(UTF_8));
    fields.forEach(
        (name, value) -> {
          arguments.add(name.getBytes(UTF_8));
          arguments.add(value);
        });
    String[] keys = {streamKey};
    return connection
        .async()
        .<byte[]>eval(TEXT, ScriptOutputType.VALUE, keys, arguments.toArray(byte[][]::new))
        .thenApply(id -> new String(id, UTF_8));
  }
}
