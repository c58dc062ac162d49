package io.github.ssebridge.testkit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds a redis-server for this platform: the one that the environment variable {@value #VARIABLE}
 * names, else the one on the class path, else one on the PATH. No state.
 */
final class RedisBinary {
  private static final String VARIABLE = "SSE_BRIDGE_REDIS_SERVER";
  private static final String RESOURCE = "redis-server-7.0.15-";

  private RedisBinary() {}

  /** Returns an executable file: one extracted into the directory, or the one on the PATH. */
  static Path provide(TempDir dir) {
    String named = System.getenv(VARIABLE);
    if (named != null) {
      return Path.of(named);
    }
    String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    ClassLoader loader = RedisBinary.class.getClassLoader();
    try (InputStream bytes = loader.getResourceAsStream(RESOURCE + platform)) {
      return bytes == null
          ? onPath(System.getenv("PATH")).orElseThrow(() -> missing(platform))
          : extract(bytes, dir.file("redis-server"));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot extract redis-server into " + dir.path(), e);
    }
  }

  /** The platform as the resources name it, such as {@code linux-amd64}. */
  static String platform(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    String arch = osArch.toLowerCase(Locale.ROOT);
    return (os.startsWith("mac") ? "darwin" : os.replace(' ', '-'))
        + "-"
        + switch (arch) {
          case "x86_64", "x64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> arch;
        };
  }

  static Optional<Path> onPath(@Nullable String path) {
    return Arrays.stream((path == null ? "" : path).split(File.pathSeparator, -1))
        .filter(directory -> !directory.isBlank())
        .map(directory -> Path.of(directory, "redis-server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Path extract(InputStream bytes, Path file) throws IOException {
    Files.copy(bytes, file);
    if (!file.toFile().setExecutable(true, true)) {
      throw new IOException("Cannot make " + file + " executable");
    }
    return file;
  }

  private static IllegalStateException missing(String platform) {
    return new IllegalStateException(
        "There is no embedded redis-server for %s and none on the PATH: install Redis 7 or newer"
            .formatted(platform));
  }
}
