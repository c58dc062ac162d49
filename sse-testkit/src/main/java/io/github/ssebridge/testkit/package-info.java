/** Real brokers inside a test or the demo, and a TCP proxy that fails on demand. */
@NullMarked
package io.github.ssebridge.testkit;

import org.jspecify.annotations.NullMarked;
