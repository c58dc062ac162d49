package io.github.ssebridge.kafka;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a record says as an event. Its bytes must not change any more.
 *
 * @param key what the event is about, null for nothing: clients may ask for single keys
 * @param type the type of the event
 * @param data the data, as UTF-8
 * @param isDeletion whether the key has no value any more, so that tables forget it
 */
@SuppressWarnings("ArrayRecordComponent")
public record MappedRecord(
    byte @Nullable [] key, String type, ByteBuffer data, boolean isDeletion) {}
