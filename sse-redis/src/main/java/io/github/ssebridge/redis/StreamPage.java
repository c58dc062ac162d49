package io.github.ssebridge.redis;

import java.util.List;

/**
 * Some consecutive entries of a stream.
 *
 * @param entries the oldest first
 * @param info what Redis said of the stream right after they were read
 */
record StreamPage(List<StreamEntry> entries, StreamInfo info) {

  List<EntryId> ids() {
    return entries.stream().map(StreamEntry::id).toList();
  }

  int bytes() {
    return entries.stream().mapToInt(StreamEntry::bytes).sum();
  }
}
