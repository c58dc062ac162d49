package io.github.ssebridge.testkit;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs that tests run and Maven does not bring; holds no state. */
public final class Programs {

  // Where Debian has servers, which is on the PATH of root only.
  private static final String ADMINISTRATORS = "/usr/sbin";

  private Programs() {}

  /**
   * The program that goes by one of these names; without it, the test fails where {@code CI} is set
   * and is skipped elsewhere.
   *
   * @param debianPackage what brings it
   */
  public static File need(String debianPackage, String... names) {
    Optional<File> found = find(names);
    if (found.isPresent()) {
      return found.get();
    }
    String missing =
        "needs %s on the PATH (Debian: %s)".formatted(String.join(" or ", names), debianPackage);
    if (System.getenv("CI") != null) {
      return fail(missing);
    }
    return abort(missing);
  }

  private static Optional<File> find(String... names) {
    String path = System.getenv().getOrDefault("PATH", "");
    String suffix =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("win") ? ".exe" : "";
    return Arrays.stream(names)
        .flatMap(
            name ->
                Stream.concat(
                        Arrays.stream(path.split(File.pathSeparator)), Stream.of(ADMINISTRATORS))
                    .map(dir -> new File(dir, name + suffix)))
        .filter(File::canExecute)
        .findFirst();
  }
}
