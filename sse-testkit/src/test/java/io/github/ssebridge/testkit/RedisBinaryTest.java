package io.github.ssebridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisBinaryTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-amd64",
    "Linux, aarch64, linux-arm64",
    "Mac OS X, x86_64, darwin-amd64",
    "Mac OS X, aarch64, darwin-arm64"
  })
  void namesThePlatformAsTheResourcesDo(String os, String arch, String platform) {
    assertThat(RedisBinary.platform(os, arch)).isEqualTo(platform);
    assertThat(RedisBinary.class.getResource("/redis-server-7.0.15-" + platform)).isNotNull();
  }

  @Test
  void findsAServerOnThePath(@TempDir Path dir) throws Exception {
    Path server = Files.createFile(dir.resolve("redis-server"));
    assertThat(server.toFile().setExecutable(true)).isTrue();
    assertThat(RedisBinary.onPath("/no/such/directory:" + dir)).contains(server);
    assertThat(RedisBinary.onPath(null)).isEmpty();
  }
}
