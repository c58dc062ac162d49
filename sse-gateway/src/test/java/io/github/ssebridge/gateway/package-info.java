@NullMarked
package io.github.ssebridge.gateway;

import org.jspecify.annotations.NullMarked;
