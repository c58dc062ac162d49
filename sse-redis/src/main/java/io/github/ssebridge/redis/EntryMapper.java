package io.github.ssebridge.redis;

import java.util.Map;

/**
 * Makes events of the entries of a Redis stream. Called by the threads that read the stream,
 * several at once, so it must be safe for use by any thread.
 *
 * @see FieldMapper
 */
@FunctionalInterface
public interface EntryMapper {

  /**
   * The event of an entry. Whatever this throws, the entry is skipped, and clients are told by an
   * {@code sse:gap} with the reason {@code unreadable}.
   *
   * @param id the entry's id, such as {@code 1763827200000-0}
   * @param fields its fields in their order; not to be changed
   */
  MappedEntry map(String id, Map<String, byte[]> fields);
}
