@NullMarked
package io.github.ssebridge.kafka;

import org.jspecify.annotations.NullMarked;
