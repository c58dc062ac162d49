package io.github.ssebridge.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Checks the form that every known client reads alike: LF only, {@code field: value}, no bare field
 * name, no byte order mark, an id and data in every block, no blank line after a heartbeat. Fed by
 * one thread; any thread may ask for what it found.
 */
final class WireContract {

  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final StringBuilder line = new StringBuilder();
  private boolean inBlock;
  private boolean hasId;
  private boolean hasData;
  private int heartbeats;

  List<String> violations() {
    return List.copyOf(violations);
  }

  int heartbeats() {
    return heartbeats;
  }

  void check(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        checkLine(line.toString());
        line.setLength(0);
      } else {
        line.append(c);
      }
    }
  }

  private void checkLine(String text) {
    require(text.indexOf('\r') < 0, "CR in: " + text);
    require(!text.startsWith("\uFEFF"), "byte order mark");
    if (text.isEmpty()) {
      require(inBlock, "blank line without a block");
      require(!inBlock || hasData, "block without data");
      require(!inBlock || hasId, "block without id");
      inBlock = false;
      hasId = false;
      hasData = false;
    } else if (text.startsWith(":")) {
      heartbeats++;
      require(!inBlock, "comment inside a block");
    } else {
      inBlock = true;
      hasId |= text.startsWith("id: ");
      hasData |= text.startsWith("data: ");
      require(text.matches("(?s)(id|event|retry|data): .*"), "not 'field: value': " + text);
    }
  }

  private void require(boolean holds, String violation) {
    if (!holds) {
      violations.add(violation);
    }
  }
}
