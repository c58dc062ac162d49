package io.github.ssebridge;

/** A stream passed one of the {@link DecoderLimits}. */
public final class DecoderLimitException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String limit;

  DecoderLimitException(String limit, int value) {
    super(
        "the stream passed " + limit + " (" + value + "); raise it if you trust the sender",
        null,
        false,
        false);
    this.limit = limit;
  }

  /** The component of {@link DecoderLimits} that was passed. */
  public String limit() {
    return limit;
  }
}
