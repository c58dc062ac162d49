/**
 * Server-Sent Events without I/O: the event, its encoder and decoder, the event log that every
 * subscriber of a stream shares, and the hub that opens a feed while somebody reads it.
 */
@NullMarked
package io.github.ssebridge;

import org.jspecify.annotations.NullMarked;
