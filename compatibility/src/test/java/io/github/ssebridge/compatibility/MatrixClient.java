package io.github.ssebridge.compatibility;

import java.net.URI;
import java.util.Set;
import java.util.function.Function;

/**
 * A client of the table in docs/clients.md, and what it is known to do.
 *
 * @param name as it stands in the table
 * @param opener has it read
 */
record MatrixClient(
    String name, boolean isSecure, Function<URI, Reading> opener, Set<Fault> faults) {

  static MatrixClient of(String name, Function<URI, Reading> opener, Fault... faults) {
    return new MatrixClient(name, false, opener, Set.of(faults));
  }

  /** The same with TLS. */
  MatrixClient overTls() {
    return new MatrixClient(name, true, opener, faults);
  }

  boolean has(Fault fault) {
    return faults.contains(fault);
  }

  /** Opens what is behind one of these ports. */
  Reading open(StreamServer server, String path) {
    return open(isSecure ? server.securePort() : server.port(), path);
  }

  Reading open(int port, String path) {
    String origin = isSecure ? "https://localhost:" : "http://127.0.0.1:";
    return opener.apply(URI.create(origin + port + path));
  }

  /** What it makes of an event. */
  SeenEvent reads(SeenEvent event) {
    String data = event.data();
    if (has(Fault.LOSES_EMPTY_FIRST_LINE) && data.startsWith("\n")) {
      data = data.substring(1);
    }
    if (has(Fault.LOSES_EMPTY_LAST_LINE) && data.endsWith("\n")) {
      data = data.substring(0, data.length() - 1);
    }
    return new SeenEvent(event.type(), data, event.id());
  }

  @Override
  public String toString() {
    return name;
  }
}
