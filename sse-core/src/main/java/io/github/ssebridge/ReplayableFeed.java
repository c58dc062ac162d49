package io.github.ssebridge;

import java.util.concurrent.CompletionStage;

/**
 * A feed whose source keeps its events, so that a client goes on at any node where it was at
 * another.
 *
 * <p>Such a feed calls {@link LogWriter#openedAt} instead of {@link LogWriter#opened()}, and gives
 * each event its position. The hub lets a client go on from the log, or, if that no longer has what
 * the client lacks, has the source read again from where the client is.
 */
public interface ReplayableFeed extends EventFeed {

  /**
   * Reads the source again for clients that come back, until {@link Replay#awaitDemand} says that
   * it is over. Called on a thread of its own, which it may block; a source that is out of reach is
   * waited for.
   */
  void replay(Replay replay);

  /**
   * Where a client begins that asks for a point in time, or for the oldest event. Returns at once;
   * a source that is out of reach is waited for. Called only while the feed is started and open.
   *
   * @param start a time, or the earliest
   */
  CompletionStage<long[]> locate(StartPoint start);
}
