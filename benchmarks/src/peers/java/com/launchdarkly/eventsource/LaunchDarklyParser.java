package com.launchdarkly.eventsource;

import com.launchdarkly.logging.LDLogger;
import java.io.InputStream;
import java.net.URI;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Makes {@link EventParser}, which is private to its package, known to the benchmarks. */
public final class LaunchDarklyParser {

  private static final URI ORIGIN = URI.create("http://localhost/");

  private final EventParser parser;
  private final LongConsumer retries;

  /** A parser of a stream, which says reconnection times to a consumer. */
  public LaunchDarklyParser(InputStream stream, int bufferBytes, LongConsumer retries) {
    this.parser = new EventParser(stream, ORIGIN, bufferBytes, false, null, LDLogger.none(), null);
    this.retries = retries;
  }

  /** The next message, null at the end of the stream. */
  public @Nullable MessageEvent next() {
    try {
      while (true) {
        StreamEvent event = parser.nextEvent();
        if (event instanceof MessageEvent message) {
          return message;
        }
        if (event instanceof SetRetryDelayEvent retry) {
          retries.accept(retry.getRetryMillis());
        }
      }
    } catch (StreamClosedByServerException e) {
      return null;
    } catch (StreamException e) {
      throw new IllegalStateException("LaunchDarkly cannot read the stream", e);
    }
  }
}
