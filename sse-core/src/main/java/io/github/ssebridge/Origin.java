package io.github.ssebridge;

/** From where a reader of a stream gets its first events. */
public enum Origin {
  /** It has no id, so it begins with what comes, with a table, or where it has asked to. */
  LIVE,
  /** It goes on after its id, and this node's log has what comes next. */
  LOG,
  /** It goes on after its id, and the source is read again for it. */
  SOURCE,
  /** Its id leads nowhere any more, which it is told by a gap. */
  LOST
}
