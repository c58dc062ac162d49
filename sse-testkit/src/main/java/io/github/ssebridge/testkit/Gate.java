package io.github.ssebridge.testkit;

import java.nio.channels.Channel;

/** Lets bytes pass or holds them; one proxy owns it, all pumps of its connections wait at it. */
final class Gate {
  private boolean shut;

  synchronized void shut() {
    shut = true;
  }

  synchronized void open() {
    shut = false;
    notifyAll();
  }

  /** Makes the waiting pumps look whether their connection is still open. */
  synchronized void nudge() {
    notifyAll();
  }

  /** Waits until the gate is open or the connection is closed. */
  synchronized void pass(Channel connection) throws InterruptedException {
    while (shut && connection.isOpen()) {
      wait();
    }
  }
}
