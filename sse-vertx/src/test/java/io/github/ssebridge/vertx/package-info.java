@NullMarked
package io.github.ssebridge.vertx;

import org.jspecify.annotations.NullMarked;
