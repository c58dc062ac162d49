package io.github.ssebridge.gateway;

import ch.qos.logback.classic.Logger;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the gateway. */
@Command(
    name = "sse-gateway",
    mixinStandardHelpOptions = true,
    version = "SSE Bridge 0.1.0",
    description = "Carries Kafka topics and Redis channels to browsers over Server-Sent Events.",
    sortOptions = false)
final class SseGateway implements Callable<Integer> {

  private static final int STOPPED = 0;
  private static final int CANNOT_START = 1;

  /** Exactly one of the two. */
  static final class What {
    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "serve the streams of FILE (YAML)")
    @Nullable Path config;

    @Option(
        names = "--demo",
        description =
            "start Kafka, Redis and two nodes on this machine, on --port and the next one")
    boolean demo;
  }

  @ArgGroup(multiplicity = "1")
  private final What what = new What();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "listen on PORT instead of the configured one (demo: instead of 8080)")
  private @Nullable Integer port;

  // Set by the thread that ends the process.
  private volatile boolean exiting;

  /** Runs until the process is asked to end. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new SseGateway()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      if (what.demo) {
        Demo demo = new Demo(port == null ? GatewayConfig.DEFAULT_PORT : port);
        // Before it starts, so that Ctrl-C meanwhile leaves nothing behind either.
        closeAtExit(
            () -> {
              // All its parts go down together: what they say of each other then is of no interest.
              ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME))
                  .detachAndStopAllAppenders();
              demo.close();
            });
        demo.start();
      } else {
        closeAtExit(Gateway.start(configured())::close);
      }
      new CountDownLatch(1).await();
      return STOPPED;
    } catch (GatewayException e) {
      if (!exiting) {
        LoggerFactory.getLogger(SseGateway.class).error(e.getMessage());
      }
      return CANNOT_START;
    } catch (IllegalStateException | UncheckedIOException e) {
      // What the embedded brokers say when the machine does not let them start.
      LoggerFactory.getLogger(SseGateway.class).error("cannot start: {}", e.getMessage());
      LoggerFactory.getLogger(SseGateway.class).debug("because of", e);
      return CANNOT_START;
    }
  }

  private GatewayConfig configured() {
    GatewayConfig config = ConfigFile.read(Objects.requireNonNull(what.config));
    return port == null ? config : config.withPort(port);
  }

  private void closeAtExit(Runnable close) {
    Thread closing =
        new Thread(
            () -> {
              exiting = true;
              close.run();
            },
            "close-at-exit");
    Runtime.getRuntime().addShutdownHook(closing);
  }
}
