/** Redis channels as event feeds: one subscription for each node and channel. */
@NullMarked
package io.github.ssebridge.redis;

import org.jspecify.annotations.NullMarked;
