package io.github.ssebridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class TempDirTest {
  @Test
  void goesWithEverythingInIt() throws Exception {
    TempDir dir = TempDir.create("test");
    Files.writeString(Files.createDirectories(dir.file("a").resolve("b")).resolve("c"), "text");
    dir.delete();
    assertThat(dir.path()).doesNotExist();
  }

  @Test
  void tellsWhoseItIs() throws Exception {
    TempDir dir = TempDir.create("test");
    assertThat(TemporaryFiles.ofThisJvm()).contains(dir.path());
    dir.delete();
    assertThat(TemporaryFiles.ofThisJvm()).doesNotContain(dir.path());
  }

  @Test
  void mayBeDeletedTwice() {
    TempDir dir = TempDir.create("test");
    dir.delete();
    dir.delete();
    assertThat(dir.path()).doesNotExist();
  }
}
