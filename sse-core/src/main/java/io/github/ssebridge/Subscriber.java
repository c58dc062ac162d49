package io.github.ssebridge;

import java.util.List;

/**
 * What carries a subscription to a client; called on the thread of its {@link ReaderLoop}. One that
 * throws loses its subscription, and the thread's uncaught exception handler hears of it.
 */
public interface Subscriber {

  /**
   * There may be something to {@link Subscription#poll}; may also be called when there is not.
   * Takes a bounded amount, so that others get their turn.
   *
   * @return whether there may be more that the client can take now, so that this is called again
   *     when the others have had their turn; a client that cannot take more now calls {@link
   *     Subscription#wakeAgain} when it can
   */
  boolean wake();

  /** Nothing will come any more: all is over, or the client has been told to come back. */
  void end();

  /** The client has to leave, and has not been told so; unless overridden, it just ends. */
  default void disconnect() {
    end();
  }

  /** Who the client is that reads this. */
  default ConnectedClient client(List<StreamSelection> reads) {
    return new ConnectedClient("", null, null, reads);
  }
}
