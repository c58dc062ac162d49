package io.github.ssebridge.vertx;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches the time of one connection's credential: tells the client when it comes to its end, and
 * ends the connection with it. Confined to the connection's event loop.
 */
final class CredentialWatch {

  // Longer ones are looked at again then.
  private static final long LONGEST_MILLIS = TimeUnit.DAYS.toMillis(1);

  private final EventResponse response;
  private Credential credential;
  private boolean isTold;
  private @Nullable Future<?> timer;

  CredentialWatch(EventResponse response, Credential credential) {
    this.response = response;
    this.credential = credential;
  }

  void begin() {
    String principal = response.visitor().principal();
    if (principal != null) {
      response.home().connections().credentials().add(principal, response);
    }
    look();
  }

  /** Goes on for longer; a shorter one changes nothing. */
  void renew(Credential by) {
    if (by.expiresAtMillis() <= credential.expiresAtMillis()) {
      return;
    }
    credential = credential.until(by.expiresAtMillis());
    isTold = false;
    stopTimer();
    look();
  }

  boolean hasExpired() {
    return credential.hasExpired();
  }

  boolean isFor(String url) {
    return credential.url().equals(url);
  }

  void end() {
    stopTimer();
    String principal = response.visitor().principal();
    if (principal != null) {
      response.home().connections().credentials().remove(principal, response);
    }
  }

  private void look() {
    long left = credential.remainingMillis();
    if (!response.isOpen() || left == Credential.NEVER) {
      return;
    }
    if (left <= 0) {
      response.expire();
      return;
    }
    long untilTold = left - response.home().options().reauthAhead().toMillis();
    if (!isTold && untilTold <= 0) {
      isTold = true;
      response.askForCredential(left);
    }
    long next = Math.min(LONGEST_MILLIS, isTold ? left : untilTold);
    timer = response.home().eventLoop().schedule(this::look, next, TimeUnit.MILLISECONDS);
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
