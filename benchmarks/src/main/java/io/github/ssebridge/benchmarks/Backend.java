package io.github.ssebridge.benchmarks;

/** What holds records, and the processes around it. Owned by one thread. */
interface Backend extends AutoCloseable {

  /** Makes an empty place for records. */
  RecordSource create(String name);

  /** In how many parts each place keeps its records. */
  int partitions();

  /** Returns when all are stored. */
  void produce(String name, int first, int count);

  /** A node that serves a place over HTTP; the caller asks whether it is ready. */
  Peer node(String name, long logBytes, int heapMiB);

  /** What reads the stream of a node, and the place itself. */
  Peer client();

  @Override
  void close();
}
