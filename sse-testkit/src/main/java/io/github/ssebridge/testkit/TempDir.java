package io.github.ssebridge.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A private temporary directory; whoever created it owns it and deletes it. */
record TempDir(Path path) {
  /** The name starts with {@link #prefix}, then the directory's purpose. */
  static TempDir create(String purpose) {
    try {
      return new TempDir(Files.createTempDirectory(prefix() + purpose + "-"));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot create a temporary directory: check -Djava.io.tmpdir", e);
    }
  }

  /** What the names of this JVM's directories start with; other JVMs may run at the same time. */
  static String prefix() {
    return "ssebridge-" + ProcessHandle.current().pid() + "-";
  }

  Path file(String name) {
    return path.resolve(name);
  }

  /** Deletes the directory with everything in it; one that is gone already is fine. */
  void delete() {
    if (Files.notExists(path)) {
      return;
    }
    try {
      Files.walkFileTree(path, new Deletion());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete the temporary directory " + path, e);
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(dir);
      return FileVisitResult.CONTINUE;
    }
  }
}
