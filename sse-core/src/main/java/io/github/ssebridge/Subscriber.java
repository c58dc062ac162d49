package io.github.ssebridge;

/**
 * What carries a subscription to a client; called on the thread of its {@link ReaderLoop}. One that
 * throws loses its subscription, and the thread's uncaught exception handler hears of it.
 */
public interface Subscriber {

  /** There may be something to {@link Subscription#poll}; may also be called when there is not. */
  void wake();

  /** The hub is closed: nothing will come any more. */
  void end();
}
