package io.github.ssebridge.kafka;

import org.jspecify.annotations.Nullable;

/**
 * What happens to a record that cannot be made into an event.
 *
 * @param action what is done
 * @param deadLetterTopic where it is copied to; null unless that is what is done
 */
public record Unmappable(Action action, @Nullable String deadLetterTopic) {

  /**
   * What is done about such a record. In each case it is counted, and logged once for each kind.
   */
  public enum Action {
    /** It is left out; the clients that would have got it are told. */
    SKIP,
    /** The stream stands still before it until it can be mapped; the feed's status says so. */
    FAIL,
    /** It is left out and copied to another topic. */
    DEAD_LETTER
  }

  /** It is left out. */
  public static final Unmappable SKIP = new Unmappable(Action.SKIP, null);

  /** The stream stands still. */
  public static final Unmappable FAIL = new Unmappable(Action.FAIL, null);

  /** Refuses a dead-letter topic without its action, and the other way round. */
  public Unmappable {
    if ((action == Action.DEAD_LETTER) != (deadLetterTopic != null)) {
      throw new IllegalArgumentException(
          "deadLetterTopic is for the action DEAD_LETTER, which needs one");
    }
  }

  /**
   * It is left out and copied to a topic. Each node copies what it reads, also again when it
   * starts; the key of a copy says where the record is, so that compaction leaves one.
   */
  public static Unmappable toTopic(String deadLetterTopic) {
    return new Unmappable(Action.DEAD_LETTER, deadLetterTopic);
  }
}
