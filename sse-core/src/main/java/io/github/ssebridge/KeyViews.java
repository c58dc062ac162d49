package io.github.ssebridge;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/**
 * The keys of a log that somebody reads. A key that nobody reads costs the writer one lookup.
 *
 * <p>Readers come and go under this monitor; the writer only looks up.
 */
final class KeyViews {

  private final EventLog log;
  private final Map<Key, KeyView> views = new ConcurrentHashMap<>();

  // Written under the monitor, after `views`. A reader adds its view, then counts it, then looks
  // what the log has; the writer publishes an event, then reads this. So either the reader finds
  // the event in the log, or the writer finds the view.
  private volatile int count;

  KeyViews(EventLog log) {
    this.log = log;
  }

  /** An event has been published; called by the writer. */
  void appended(Key key, long sequence) {
    if (count == 0 || key.equals(Key.NONE)) {
      return;
    }
    KeyView view = views.get(key);
    if (view != null) {
      view.forget();
      view.append(sequence);
      view.audiences.signal();
    }
  }

  /** Wakes the readers of all keys. */
  void signal() {
    views.values().forEach(view -> view.audiences.signal());
  }

  /** The view of a key, which knows all its events from one on as far as the log has them. */
  synchronized KeyView open(Key key, long from) {
    KeyView view = views.computeIfAbsent(key, k -> new KeyView(log, k));
    view.readers++;
    count = views.size();
    long covered = Math.min(view.coversFrom(), log.next());
    if (from < covered || view.coversFrom() == Long.MAX_VALUE) {
      view.cover(Math.min(from, covered), find(key, from, covered));
    }
    return view;
  }

  /** A reader of a view has gone. */
  synchronized void leave(KeyView view) {
    view.readers--;
    if (view.readers == 0) {
      views.remove(view.key);
      count = views.size();
    }
  }

  int size() {
    return count;
  }

  private long[] find(Key key, long from, long end) {
    LongStream.Builder found = LongStream.builder();
    long at = Math.max(from, log.oldest());
    while (at < end) {
      LogSegment segment = log.segmentOf(at);
      segment.addEventsOf(key, at, end, found);
      at = Math.max(at + 1, segment.endSequence());
    }
    LatestTable latest = log.latest();
    if (latest != null) {
      // After the log: an event that it has given up meanwhile is here by now.
      latest
          .kept(from, end)
          .forEach(
              (sequence, kept) -> {
                if (kept.key().equals(key)) {
                  found.add(sequence);
                }
              });
    }
    long[] sequences = found.build().sorted().toArray();
    return latest == null ? sequences : Arrays.stream(sequences).distinct().toArray();
  }
}
