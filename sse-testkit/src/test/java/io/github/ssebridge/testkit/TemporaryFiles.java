package io.github.ssebridge.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the brokers of this JVM, and of no other, have in the temporary directory now. */
final class TemporaryFiles {
  private TemporaryFiles() {}

  static Set<Path> ofThisJvm() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(TempDir.prefix()))
          .collect(Collectors.toSet());
    }
  }
}
