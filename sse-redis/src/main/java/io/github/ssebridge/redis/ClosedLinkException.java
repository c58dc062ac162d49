package io.github.ssebridge.redis;

/** A connection was asked of a link that is closed. */
final class ClosedLinkException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  ClosedLinkException() {
    super("the link is closed");
  }
}
