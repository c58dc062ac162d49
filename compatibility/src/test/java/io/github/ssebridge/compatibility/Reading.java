package io.github.ssebridge.compatibility;

import java.util.List;

/** A client that reads a stream, and comes back to it. Asked by the test's thread only. */
interface Reading extends AutoCloseable {

  /** All that it has seen until now, control events included. */
  List<SeenEvent> events();

  /** Stops reading. */
  @Override
  void close();
}
