@NullMarked
package io.github.ssebridge;

import org.jspecify.annotations.NullMarked;
