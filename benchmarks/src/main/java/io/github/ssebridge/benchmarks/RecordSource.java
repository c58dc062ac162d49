package io.github.ssebridge.benchmarks;

import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What holds records that are read over HTTP and in a bare loop: a Kafka topic or a Redis stream.
 *
 * @param redis whether it is a stream of Redis
 * @param address the {@code bootstrap.servers}, or the uri of Redis
 * @param name the topic, or the key of the stream
 */
record RecordSource(boolean redis, String address, String name) {

  /** What is done with a value. */
  interface Values {

    /**
     * A record was read.
     *
     * @param nanos when the read that it came with returned
     */
    void value(byte[] value, long nanos);
  }

  /** The least that reads it. Confined to the thread that reads. */
  interface BareLoop extends AutoCloseable {

    /** Reads as long as it is wanted. */
    void read(Values values, BooleanSupplier goesOn);

    @Override
    void close();
  }

  /** Sends single records, as soon as they are there. Confined to a thread. */
  interface Sender extends AutoCloseable {

    /** Sends what {@link RecordText} makes, and does not wait. */
    void send(int number);

    @Override
    void close();
  }

  BareLoop fromBeginning() {
    return redis
        ? BareEntryReader.fromBeginning(address, name)
        : new BareReader(address, name, Map.of()).fromBeginning();
  }

  /** Returns when no record can be missed any more. */
  BareLoop fromEnd() {
    return redis
        ? BareEntryReader.fromEnd(address, name)
        : new BareReader(address, name, Map.of()).fromEnd();
  }

  Sender sender() {
    return redis ? new EntrySender(address, name) : KafkaBroker.sender(address, name);
  }
}
