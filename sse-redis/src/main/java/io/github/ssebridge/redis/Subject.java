package io.github.ssebridge.redis;

/**
 * What is subscribed: a channel, or all channels that match a pattern.
 *
 * @param name the channel or pattern
 */
record Subject(Kind kind, String name) {

  /** How Redis finds who has subscribed. */
  enum Kind {
    CHANNEL("channel"),
    PATTERN("pattern"),
    SHARDED("sharded channel");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  Subject {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("the " + kind.text + " must not be empty");
    }
  }

  /** As log lines call it. */
  @Override
  public String toString() {
    return kind.text + " '" + name + "'";
  }
}
