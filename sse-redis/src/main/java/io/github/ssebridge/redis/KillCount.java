package io.github.ssebridge.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How many connections a server has closed because they did not take their messages fast enough:
 * its client-output-buffer-limit.
 *
 * @param run which run of which server has counted
 * @param kills how many, of all its clients
 */
record KillCount(String run, long kills) {

  private static final Pattern RUN = Pattern.compile("^run_id:(\\w+)", Pattern.MULTILINE);
  private static final Pattern KILLS =
      Pattern.compile("^client_output_buffer_limit_disconnections:(\\d+)", Pattern.MULTILINE);

  /** What the answer to INFO says; null if the server does not count that, as 7.0 does not. */
  static @Nullable KillCount of(String info) {
    Matcher run = RUN.matcher(info);
    Matcher kills = KILLS.matcher(info);
    return run.find() && kills.find()
        ? new KillCount(run.group(1), Long.parseLong(kills.group(1)))
        : null;
  }

  /** How many there have been since; none if the server has been started again. */
  long since(KillCount before) {
    return run.equals(before.run) ? Math.max(kills - before.kills, 0) : 0;
  }
}
