package io.github.ssebridge;

/**
 * What clients of one stream on this node did not get, since the hub was made.
 *
 * @param gaps how many gaps clients have been told of because of where they were in the log; not
 *     those of the source, which all clients get
 * @param lost how many events these left out, as far as that is known
 * @param conflated how many events newer ones of their keys stood in for
 * @param sentAway how many clients had to come back because the log had overtaken them
 */
public record StreamCounters(long gaps, long lost, long conflated, long sentAway) {}
