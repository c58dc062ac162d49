package io.github.ssebridge.redis;

import org.jspecify.annotations.Nullable;

/**
 * The event of an entry; its id is the entry's.
 *
 * @param key what it is about, null for none; not to be changed any more
 * @param type its type, such as {@code message}
 * @param data its data in UTF-8; not to be changed any more
 */
@SuppressWarnings("ArrayRecordComponent")
public record MappedEntry(byte @Nullable [] key, String type, byte[] data) {}
