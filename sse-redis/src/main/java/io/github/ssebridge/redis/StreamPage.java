package io.github.ssebridge.redis;

import java.util.List;

/**
 * Some consecutive entries of a stream.
 *
 * @param entries the oldest first
 * @param info what Redis said of the stream right after they were read
 */
record StreamPage(List<StreamEntry> entries, StreamInfo info) {

  private static final int SAMPLES = 16;

  List<EntryId> ids() {
    return entries.stream().map(StreamEntry::id).toList();
  }

  /** About how many bytes an entry takes, by a few of them. */
  int averageBytes() {
    int step = 1 + entries.size() / SAMPLES;
    int samples = 0;
    long bytes = 0;
    for (int i = 0; i < entries.size(); i += step) {
      bytes += entries.get(i).bytes();
      samples++;
    }
    return samples == 0 ? 0 : (int) (bytes / samples);
  }
}
