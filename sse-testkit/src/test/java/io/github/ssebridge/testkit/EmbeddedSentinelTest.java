package io.github.ssebridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("long")
class EmbeddedSentinelTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void putsTheReplicaInTheMastersPlace(int sentinels) {
    try (EmbeddedSentinel sentinel = EmbeddedSentinel.start(sentinels)) {
      int before = sentinel.masterPort();
      sentinel.console().command("SET", "colour", "blue");
      sentinel.awaitReplica();
      sentinel.failOver();
      assertThat(sentinel.masterPort()).isNotEqualTo(before);
      assertThat(sentinel.console().command("GET", "colour")).isEqualTo("blue");
      assertThat(sentinel.console().command("SET", "colour", "red")).isEqualTo("OK");
      assertThatThrownBy(sentinel::awaitReplica).hasMessageContaining("no replica any more");
      assertThatThrownBy(sentinel::failOver).hasMessageContaining("no replica any more");
    }
  }

  @Test
  void leavesAMasterAliveThatAnotherReplaces() {
    try (EmbeddedSentinel sentinel = EmbeddedSentinel.start()) {
      RedisConsole old = sentinel.namedConsole();
      sentinel.failOverAlive();
      assertThat(old.list("ROLE").get(0)).isEqualTo("master");
      sentinel.namedConsole().command("SET", "colour", "red");
      assertThat(sentinel.console().command("GET", "colour")).isEqualTo("red");
      assertThat(old.command("GET", "colour")).isNull();
      assertThatThrownBy(sentinel::failOverAlive).hasMessageContaining("no replica any more");
    }
  }

  @Test
  void leavesNothingBehind() throws Exception {
    Set<Path> filesBefore = TemporaryFiles.ofThisJvm();
    Set<Long> childrenBefore = Children.ofThisJvm();
    EmbeddedSentinel sentinel = EmbeddedSentinel.start();
    assertThat(sentinel.uri()).matches("redis-sentinel://127.0.0.1:\\d+#mymaster");
    assertThat(Children.ofThisJvm()).hasSize(childrenBefore.size() + 3);
    sentinel.close();
    sentinel.close();
    assertThat(Children.ofThisJvm()).isEqualTo(childrenBefore);
    assertThat(TemporaryFiles.ofThisJvm()).isEqualTo(filesBefore);
  }
}
