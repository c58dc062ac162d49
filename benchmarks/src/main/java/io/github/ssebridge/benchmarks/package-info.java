/**
 * JMH benchmarks of the core: what an event costs to encode, to decode and to hand to subscribers.
 *
 * <p>The benchmark classes and their methods are public only because the code that JMH generates
 * calls them from a package of its own.
 */
@NullMarked
package io.github.ssebridge.benchmarks;

import org.jspecify.annotations.NullMarked;
