package io.github.ssebridge;

/** Keeps the memory of a segment as it is for a slice. */
interface Hold {

  /** Called once, when nobody reads the slice any more. */
  void release();
}
