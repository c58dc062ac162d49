/** Server-Sent Events routes for Vert.x Web: the only place that writes to sockets. */
@NullMarked
package io.github.ssebridge.vertx;

import org.jspecify.annotations.NullMarked;
