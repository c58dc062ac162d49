package io.github.ssebridge.kafka;

import io.github.ssebridge.IdWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes tokens over one another: a move overwrites the field of its partition, and only what does
 * not fit any more makes a new layout. Confined to the log's writer.
 */
final class TokenWriter implements IdWriter {

  private static final int TIME_AT = 1 + PositionToken.TOPIC_DIGITS;

  // A shorter layout may have become possible; to look now and then costs next to nothing.
  private static final int MOVES_PER_LOOK = 4096;

  private static final int TIME_BITS = IssueTime.DIGITS * TokenText.DIGIT_BITS;
  private static final int TOPIC_BITS = PositionToken.TOPIC_DIGITS * TokenText.DIGIT_BITS;

  private final long[] positions;

  // What stands in the text, by partition.
  private final long[] fields;

  private final @Nullable IssueTime time;
  private final int prefixLength;
  private final TokenText text;

  private TokenLayout layout;
  private int firstField;
  private int fieldBits;
  private int length;
  private boolean isTaken;
  private long minute;
  private int movesToLook = MOVES_PER_LOOK;

  /** Begins with these positions, one for each partition, and keeps the array. */
  TokenWriter(long topicHash, long[] positions, @Nullable IssueTime time) {
    this.positions = positions;
    this.fields = new long[positions.length];
    this.time = time;
    this.prefixLength = TIME_AT + (time == null ? 0 : IssueTime.DIGITS);
    this.text = new TokenText(TokenText.MAX_LENGTH);
    text.appendChar(time == null ? PositionToken.UNTIMED : PositionToken.TIMED);
    text.appendBits((prefixLength - 1) * TokenText.DIGIT_BITS);
    text.flip(1, TOPIC_BITS, topicHash);
    setTime();
    layout = bestLayout();
    rewrite();
  }

  @Override
  public void moveTo(int partition, long position) {
    positions[partition] = position;
    // What an earlier move has changed is news until somebody has taken it.
    boolean isNews = length > 0 && !isTaken;
    isTaken = false;
    isNews |= setTime();
    long field = layout.field(position);
    if (field < 0) {
      layout = bestLayout();
      rewrite();
      return;
    }
    long changed = field ^ fields[partition];
    length = changed != 0 || isNews ? text.length() : 0;
    if (changed != 0) {
      fields[partition] = field;
      text.flip(firstField, (partition + 1) * fieldBits, changed);
    }
    if (--movesToLook == 0) {
      improve();
    }
  }

  private void improve() {
    movesToLook = MOVES_PER_LOOK;
    TokenLayout best = bestLayout();
    if (best.isBetterThan(layout)) {
      layout = best;
      rewrite();
    }
  }

  private TokenLayout bestLayout() {
    return TokenLayout.of(positions, TokenText.MAX_LENGTH - prefixLength);
  }

  private void rewrite() {
    text.truncate(prefixLength);
    layout.appendHead(text);
    firstField = text.length();
    fieldBits = layout.fieldBits();
    text.appendBits(layout.allBits());
    for (int i = 0; i < positions.length; i++) {
      fields[i] = layout.field(positions[i]);
      text.flip(firstField, (i + 1) * fieldBits, fields[i]);
    }
    length = text.length();
  }

  private boolean setTime() {
    if (time == null) {
      return false;
    }
    long now = time.minute();
    if (now == minute) {
      return false;
    }
    text.flip(TIME_AT, TIME_BITS, now ^ minute);
    minute = now;
    return true;
  }

  @Override
  public byte[] bytes() {
    isTaken = true;
    return text.bytes();
  }

  /** 0 if nobody has missed a change: the id is the one that was taken last. */
  @Override
  public int length() {
    return length;
  }

  /** How many of the lowest bits of each offset are left out. */
  int rounding() {
    return layout.rounding();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
