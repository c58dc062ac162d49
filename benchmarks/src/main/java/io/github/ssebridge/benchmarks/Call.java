package io.github.ssebridge.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;

/** One line that a child process reads: what to do, and with what. */
record Call(String command, JsonNode argument) {}
