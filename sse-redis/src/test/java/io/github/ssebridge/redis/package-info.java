@NullMarked
package io.github.ssebridge.redis;

import org.jspecify.annotations.NullMarked;
