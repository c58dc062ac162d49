package io.github.ssebridge;

/** A cursor that knows where its client is in a source that can be read again. */
abstract class SourceCursor extends Cursor {

  SourceCursor(EventLog log, long next) {
    super(log, next);
  }

  /** Where the client is; not to be written to. */
  abstract long[] positions();

  /** How many bytes the log had been given before what comes next. */
  abstract long bytesBefore();

  /** Whether the ids of the log say where the client is. */
  boolean isMerged() {
    return true;
  }
}
