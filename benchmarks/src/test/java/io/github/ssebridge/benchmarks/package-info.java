@NullMarked
package io.github.ssebridge.benchmarks;

import org.jspecify.annotations.NullMarked;
