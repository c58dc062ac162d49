package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/** A log of very few events with its writer; no two of its events look alike. */
final class TinyLog {

  /** So long that a segment has room for one event. */
  static final int LARGE = 2500;

  /** So short that a segment has room for all. */
  static final int SMALL = 8;

  private static final int MAX_BYTES = 16 << 10;

  final EventLog log;
  final LogWriter writer;
  private final int eventBytes;
  private final String[] keys = new String[64];
  private int written;

  TinyLog(int maxEvents, int eventBytes, OverflowPolicy overflow) {
    LogOptions bounds = new LogOptions(MAX_BYTES, maxEvents, LogOptions.NO_MAX_AGE, 4000);
    this.log = new EventLog(new StreamOptions(bounds, overflow), System::nanoTime);
    this.writer = new LogWriter("s", log);
    this.eventBytes = eventBytes;
    writer.opened();
  }

  /** A log that gives up its oldest events. */
  static TinyLog of(int maxEvents, int eventBytes) {
    return new TinyLog(maxEvents, eventBytes, OverflowPolicy.GAP);
  }

  /** A log that keeps the newest event of each key. */
  static TinyLog ofNewest(int maxEvents, int eventBytes) {
    return new TinyLog(maxEvents, eventBytes, OverflowPolicy.LATEST);
  }

  /** Appends an event for each letter, which is its key. */
  void append(String letters) {
    for (int i = 0; i < letters.length(); i++) {
      String key = letters.substring(i, i + 1);
      keys[++written] = key;
      writer.append(key.getBytes(ISO_8859_1), ServerSentEvent.DEFAULT_TYPE, data(written));
    }
  }

  /** Whether that is what was appended, byte for byte, and the log knows its key. */
  boolean isWhole(int sequence, String data) {
    if (sequence < 1 || sequence >= keys.length) {
      return false;
    }
    LogSegment segment = log.segmentOf(sequence);
    return Arrays.equals(data.getBytes(ISO_8859_1), data(sequence))
        && (segment.firstSequence() > sequence
            || segment.keyOf(sequence).equals(Key.of(keys[sequence])));
  }

  private byte[] data(int sequence) {
    byte[] data = new byte[eventBytes];
    Arrays.fill(data, (byte) ('0' + sequence));
    return data;
  }
}
