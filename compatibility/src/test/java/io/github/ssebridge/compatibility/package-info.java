/** Real clients and real proxies against the route. */
@NullMarked
package io.github.ssebridge.compatibility;

import org.jspecify.annotations.NullMarked;
