package io.github.ssebridge.redis;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Reads one stream on a connection of its own, and waits for the answers. Confined to one thread,
 * but for {@link #close}, which has whatever is waited for fail.
 *
 * <p>Each read is sent together with the question what Redis knows of the stream, so that it costs
 * no second round trip.
 */
final class StreamCommands implements AutoCloseable {

  /** How long an answer may take, beyond what was asked for. */
  static final Duration TIMEOUT = Duration.ofSeconds(3);

  // In a cluster there are several to connect to.
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(12);

  private static final String NO_SUCH_KEY = "no such key";

  private final CommandConnection connection;
  private final String key;

  StreamCommands(CommandConnection connection, String key) {
    this.connection = connection;
    this.key = key;
  }

  /** Connects; waits until that is done. */
  static StreamCommands connect(RedisLink link, String key) {
    CompletionStage<CommandConnection> connecting = link.connect();
    try {
      return new StreamCommands(await(connecting, CONNECT_TIMEOUT), key);
    } catch (RuntimeException e) {
      // It may come about all the same.
      var unused = connecting.thenAccept(CommandConnection::close);
      throw e;
    }
  }

  /** The next entries after one; waits for them if there are none yet. */
  @SuppressWarnings("unchecked") // Varargs of Lettuce's.
  StreamPage awaitAfter(EntryId last, int count, Duration patience) {
    XReadArgs args = XReadArgs.Builder.block(patience).count(count);
    return page(
        () -> connection.async().xread(args, StreamOffset.from(key, last.toString())),
        patience.plus(TIMEOUT));
  }

  /** The next entries after one that are there. */
  StreamPage after(EntryId last, int count) {
    Range<String> range = Range.from(Boundary.excluding(last.toString()), Boundary.unbounded());
    return page(() -> connection.async().xrange(key, range, Limit.from(count)), TIMEOUT);
  }

  /** The newest entries. */
  StreamPage newest(int count) {
    return backwards(Range.unbounded(), count);
  }

  /** The last entries before one. */
  StreamPage before(EntryId first, int count) {
    return backwards(Range.from(Boundary.unbounded(), Boundary.excluding(first.toString())), count);
  }

  private StreamPage backwards(Range<String> range, int count) {
    StreamPage newestFirst =
        page(() -> connection.async().xrevrange(key, range, Limit.from(count)), TIMEOUT);
    List<StreamEntry> entries = new ArrayList<>(newestFirst.entries());
    Collections.reverse(entries);
    return new StreamPage(entries, newestFirst.info());
  }

  /** What Redis knows of the stream. */
  StreamInfo info() {
    return await(info(connection, key), TIMEOUT);
  }

  /** What Redis knows of a stream, when it has answered. */
  static CompletionStage<StreamInfo> info(CommandConnection connection, String key) {
    return connection
        .async()
        .xinfoStream(key)
        .thenApply(StreamInfo::of)
        .exceptionally(StreamCommands::none);
  }

  private static StreamInfo none(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof RedisCommandExecutionException
        && String.valueOf(cause.getMessage()).contains(NO_SUCH_KEY)) {
      return StreamInfo.NONE;
    }
    throw new CompletionException(cause);
  }

  /** In one piece, so that hardly anything happens between the read and the answer. */
  private StreamPage page(
      Supplier<? extends CompletionStage<List<StreamMessage<String, byte[]>>>> read,
      Duration timeout) {
    Asked asked = connection.together(() -> new Asked(read.get(), info(connection, key)));
    List<StreamEntry> entries = await(asked.read(), timeout).stream().map(StreamEntry::of).toList();
    return new StreamPage(entries, await(asked.told(), TIMEOUT));
  }

  private record Asked(
      CompletionStage<List<StreamMessage<String, byte[]>>> read,
      CompletionStage<StreamInfo> told) {}

  private static <T> T await(CompletionStage<T> stage, Duration timeout) {
    try {
      return stage.toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new RedisException(e.getCause());
    } catch (TimeoutException e) {
      throw new RedisCommandTimeoutException("no answer within " + timeout.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisCommandInterruptedException(e);
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
