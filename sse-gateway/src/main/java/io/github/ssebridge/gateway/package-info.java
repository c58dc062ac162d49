/**
 * The ready-made server: streams from one configuration file, and a demo that shows this machine
 * live in a page.
 */
@NullMarked
package io.github.ssebridge.gateway;

import org.jspecify.annotations.NullMarked;
