/** What happens to the event log when its writer and its readers meet, told by jcstress. */
@NullMarked
package io.github.ssebridge;

import org.jspecify.annotations.NullMarked;
