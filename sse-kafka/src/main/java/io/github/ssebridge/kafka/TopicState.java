package io.github.ssebridge.kafka;

import org.apache.kafka.common.Uuid;

/**
 * A topic as the brokers describe it.
 *
 * @param id another one when the topic is deleted and created again
 * @param partitions how many it has
 */
record TopicState(Uuid id, int partitions) {}
