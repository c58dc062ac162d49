package io.github.ssebridge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who reads, as far as what carries the subscription knows it.
 *
 * @param id what the connection is called, in logs and by its client; empty if it has no name
 * @param principal who has logged in, null for nobody
 * @param address where the client is, null if that is unknown
 * @param reads the streams and keys that it reads
 */
public record ConnectedClient(
    String id, @Nullable String principal, @Nullable String address, List<StreamSelection> reads) {

  /** Copies what it reads. */
  public ConnectedClient {
    reads = List.copyOf(reads);
  }

  /** Whether somebody has logged in by this name. */
  public boolean is(String name) {
    return name.equals(principal);
  }

  /** Whether it reads a stream. */
  public boolean reads(String stream) {
    return reads.stream().anyMatch(read -> read.stream().equals(stream));
  }
}
