package io.github.ssebridge.gateway;

/** Something that whoever starts the gateway can mend; the message is all that is shown. */
final class GatewayException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  GatewayException(String message) {
    super(message);
  }
}
