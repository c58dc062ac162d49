package io.github.ssebridge.testkit;

import java.util.Set;
import java.util.stream.Collectors;

/** The child processes of this JVM that run now. */
final class Children {
  private Children() {}

  static Set<Long> ofThisJvm() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
  }
}
