/**
 * JMH benchmarks of the core: what an event costs to encode, to decode and to hand to subscribers;
 * and a benchmark of fan-out over sockets ({@code FanOut}), whose server and load client are
 * processes of their own.
 *
 * <p>The JMH classes and their methods are public only because the code that JMH generates calls
 * them from a package of its own.
 */
@NullMarked
package io.github.ssebridge.benchmarks;

import org.jspecify.annotations.NullMarked;
