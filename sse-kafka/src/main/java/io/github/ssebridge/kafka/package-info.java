/** Kafka topics as event feeds: one consumer for each node and topic, however many browsers. */
@NullMarked
package io.github.ssebridge.kafka;

import org.jspecify.annotations.NullMarked;
