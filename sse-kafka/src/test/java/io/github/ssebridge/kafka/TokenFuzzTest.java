package io.github.ssebridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.SourcePosition;
import java.time.Duration;
import java.util.SplittableRandom;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever a client sends: nothing throws, and what is read can be written. */
class TokenFuzzTest {

  private static final int INPUTS = 1_000_000;
  private static final int VALID_PER_KIND = 200;
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final Uuid TOPIC = Uuid.fromString("q4Kwbn2sTbe0rVg1yqz3aw");
  private static final Uuid OTHER = Uuid.fromString("AAAAAAAAAAAAAAAAAAAAAQ");
  private static final long NOW = 1_800_000_000_000L;

  private final RandomPositions given = new RandomPositions();
  private final SplittableRandom random = given.random;
  private final TopicPositions[] formats = {
    new TopicPositions(TOPIC, 1),
    new TopicPositions(TOPIC, 12),
    new TopicPositions(TOPIC, 1000),
    new TopicPositions(TOPIC, 1000, () -> NOW, Duration.ofDays(1)),
  };
  private final String[] valid = new String[3 * VALID_PER_KIND];
  private final String overLong = "kAAAAAAA".repeat(12_800);
  private int read;
  private int refused;

  @Test
  void anyTextIsReadOrRefused() {
    for (int i = 0; i < VALID_PER_KIND; i++) {
      long[] positions = given.positions(given.partitions());
      int count = positions.length;
      valid[3 * i] = new TopicPositions(TOPIC, count).write(positions);
      valid[3 * i + 1] =
          new TopicPositions(TOPIC, count, () -> NOW, Duration.ofDays(1)).write(positions);
      valid[3 * i + 2] = new TopicPositions(OTHER, count).write(positions);
    }
    for (int i = 0; i < INPUTS; i++) {
      String text = text();
      try {
        check(formats[i % formats.length], text);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(given.again() + ", input " + i + ": " + text, e);
      }
    }
    // Else the inputs would try one side only.
    assertThat(read).as(given.again()).isGreaterThan(INPUTS / 20);
    assertThat(refused).as(given.again()).isGreaterThan(INPUTS / 5);
  }

  private void check(TopicPositions format, String text) {
    @Nullable SourcePosition position = format.read(text);
    if (position == null) {
      refused++;
      return;
    }
    read++;
    long[] positions = position.positions();
    assertThat(positions.length).isLessThanOrEqualTo(TokenLayout.MOST_PARTITIONS);
    for (long each : positions) {
      if (each < 0) {
        throw new AssertionError("negative: " + each);
      }
    }
    // To write a thousand partitions takes longer than to read them, so not each time.
    if (positions.length <= 64 || read % 16 == 0) {
      String again = format.write(positions);
      assertThat(again.length()).isBetween(1, 1024);
      assertThat(format.read(again)).isNotNull();
    }
  }

  private String text() {
    return switch (random.nextInt(8)) {
      case 0 -> garbage(random.nextInt(40), 0x10000);
      case 1 -> garbage(random.nextInt(200), 128);
      case 2 -> "k" + digits(random.nextInt(120));
      case 3 -> cut(someValid());
      case 4 -> someValid();
      case 5 -> overLong(random.nextInt(1000));
      case 6 -> headThenDigits();
      default -> mutated(someValid());
    };
  }

  private String someValid() {
    return valid[random.nextInt(valid.length)];
  }

  private String garbage(int length, int characters) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) random.nextInt(characters));
    }
    return text.toString();
  }

  private String digits(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(random.nextInt(64)));
    }
    return text.toString();
  }

  private String cut(String id) {
    int begin = random.nextInt(4) == 0 ? random.nextInt(id.length()) : 0;
    return id.substring(begin, random.nextInt(begin, id.length() + 1));
  }

  /** Seldom 100 KB, since that takes as long as a hundred others. */
  private String overLong(int dice) {
    if (dice < 10) {
      return overLong.substring(random.nextInt(overLong.length()));
    }
    return someValid() + digits(random.nextInt(1, 1200));
  }

  /** The right topic, and a head that often asks for just so many characters. */
  private String headThenDigits() {
    String id = someValid();
    int head = Math.min(id.length(), random.nextInt(7, 20));
    return id.substring(0, head) + digits(Math.max(0, id.length() - head));
  }

  private String mutated(String id) {
    StringBuilder text = new StringBuilder(id);
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int at = random.nextInt(random.nextBoolean() ? Math.min(16, text.length()) : text.length());
      switch (random.nextInt(8)) {
        case 0 -> text.insert(at, ALPHABET.charAt(random.nextInt(64)));
        case 1 -> text.setCharAt(at, (char) random.nextInt(0x10000));
        case 2 -> text.setCharAt(at, '\0');
        default -> text.setCharAt(at, ALPHABET.charAt(random.nextInt(64)));
      }
    }
    return text.toString();
  }
}
