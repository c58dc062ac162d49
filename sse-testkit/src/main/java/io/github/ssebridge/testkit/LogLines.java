package io.github.ssebridge.testkit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/**
 * What a package logs from the making of this object to its close. Safe for use by any thread;
 * needs Logback on the class path.
 */
public final class LogLines implements AutoCloseable {

  private final Logger logger;
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  /** Begins to keep what the package of a class logs, and the packages below it. */
  public LogLines(Class<?> inPackage) {
    logger = (Logger) LoggerFactory.getLogger(inPackage.getPackageName());
    // Read by the test while other threads log.
    appender.list = new CopyOnWriteArrayList<>();
    appender.start();
    logger.addAppender(appender);
  }

  /** Every line so far that has this in it, with its level; a stack trace is marked. */
  public List<String> with(String part) {
    return appender.list.stream().map(LogLines::line).filter(line -> line.contains(part)).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    appender.stop();
  }

  private static String line(ILoggingEvent event) {
    String trace = event.getThrowableProxy() == null ? "" : " and a stack trace";
    return event.getLevel() + " " + event.getFormattedMessage() + trace;
  }
}
