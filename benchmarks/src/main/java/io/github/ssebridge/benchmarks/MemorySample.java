package io.github.ssebridge.benchmarks;

/**
 * The memory of a server process at one moment, in bytes.
 *
 * @param heap the heap in use
 * @param direct what {@code ByteBuffer.allocateDirect} has given out, the engine's log among it
 * @param netty what Netty has reserved for its own buffers, -1 if it does not say
 * @param resident what the operating system says, -1 if it does not
 */
record MemorySample(long heap, long direct, long netty, long resident) {}
