package io.github.ssebridge.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.testkit.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The clients for Node, installed below {@code target}. The test's thread owns it. */
final class NodeModules {

  static final Path SOURCES = Path.of("src", "test", "node");

  private static final Path INSTALLED = Path.of("target", "node");
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "event-source.mjs", "fetch-event-source.mjs");
  private static final int OLDEST_NODE = 20;
  private static final int LIMIT_SECONDS = 120;

  private NodeModules() {}

  /** Where the drivers are, beside the modules they need; these are fetched once. */
  static Path installed() {
    String npm = Programs.need("npm", "npm").toString();
    requireVersion();
    Path lock = INSTALLED.resolve("package-lock.json");
    try {
      boolean current =
          Files.exists(INSTALLED.resolve(Path.of("node_modules", ".package-lock.json")))
              && Files.mismatch(lock, SOURCES.resolve("package-lock.json")) < 0;
      Files.createDirectories(INSTALLED);
      for (String file : FILES) {
        Files.copy(
            SOURCES.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
      if (!current) {
        install(npm);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot install the clients for Node", e);
    }
    return INSTALLED;
  }

  private static void requireVersion() {
    String version;
    try {
      Process node = new ProcessBuilder(node(), "--version").start();
      version = new String(node.getInputStream().readAllBytes(), UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run node", e);
    }
    int major = Integer.parseInt(version.replaceAll("^v(\\d+).*", "$1"));
    assertThat(major)
        .as("the clients for Node need version %d or newer of it, not %s", OLDEST_NODE, version)
        .isGreaterThanOrEqualTo(OLDEST_NODE);
  }

  /** Where Node is. */
  static String node() {
    return Programs.need("nodejs", "node").toString();
  }

  private static void install(String npm) throws IOException {
    Path log = INSTALLED.resolve("npm.log");
    Process process =
        new ProcessBuilder(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
            .directory(INSTALLED.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as("npm ci ends").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while npm installed", e);
    }
    assertThat(process.exitValue()).as(() -> "npm ci failed: " + text(log)).isZero();
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
