package io.github.ssebridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("long")
class EmbeddedRedisClusterTest {
  private static EmbeddedRedisCluster cluster;

  @BeforeAll
  static void start() {
    cluster = EmbeddedRedisCluster.start();
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"prices", "{prices}:eu", "a{b}c{d}", "{}a", "a{b", "}a{b}", "grün"})
  void knowsTheSlotOfAKey(String key) {
    assertThat(cluster.console(0).number("CLUSTER", "KEYSLOT", key))
        .isEqualTo(EmbeddedRedisCluster.slotOf(key));
  }

  @Test
  void hasEachKeyOnTheNodeThatItNames() {
    for (int i = 0; i < 30; i++) {
      String key = "key-" + i;
      assertThat(cluster.consoleOf(key).command("SET", key, "1")).isEqualTo("OK");
      int other = (cluster.nodeOf(key) + 1) % 3;
      assertThatThrownBy(() -> cluster.console(other).command("GET", key))
          .hasMessageStartingWith("MOVED " + EmbeddedRedisCluster.slotOf(key));
    }
  }

  @Test
  void movesASlotWithItsKeys() {
    for (int i = 0; i < 250; i++) {
      cluster.consoleOf("{moved}").command("SET", "{moved}" + i, "value " + i);
    }
    int before = cluster.nodeOf("{moved}");
    int after = (before + 1) % 3;
    cluster.migrateSlot(EmbeddedRedisCluster.slotOf("{moved}"), after);
    assertThat(cluster.nodeOf("{moved}")).isEqualTo(after);
    assertThat(cluster.console(after).command("GET", "{moved}249")).isEqualTo("value 249");
    for (int other : new int[] {before, (before + 2) % 3}) {
      assertThatThrownBy(() -> cluster.console(other).command("GET", "{moved}0"))
          .hasMessageEndingWith("127.0.0.1:" + cluster.ports().get(after));
    }
  }

  @Test
  void bringsBackAKilledNodeWithItsData() {
    int node = cluster.nodeOf("kept");
    cluster.consoleOf("kept").command("SET", "kept", "yes");
    cluster.kill(node);
    assertThatThrownBy(() -> cluster.consoleOf("kept").command("GET", "kept"))
        .hasMessageContaining("does not answer");
    cluster.startAgain(node);
    assertThat(cluster.consoleOf("kept").command("GET", "kept")).isEqualTo("yes");
  }

  @Test
  void namesAllNodesInItsUri() {
    assertThat(cluster.ports()).hasSize(3).doesNotHaveDuplicates();
    assertThat(cluster.uri())
        .isEqualTo(
            "redis-cluster://127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d", cluster.ports().toArray());
  }

  @Test
  void leavesNothingBehind() throws Exception {
    Set<Path> filesBefore = TemporaryFiles.ofThisJvm();
    Set<Long> childrenBefore = Children.ofThisJvm();
    EmbeddedRedisCluster brief = EmbeddedRedisCluster.start();
    assertThat(Children.ofThisJvm()).hasSize(childrenBefore.size() + 3);
    brief.close();
    brief.close();
    assertThat(Children.ofThisJvm()).isEqualTo(childrenBefore);
    assertThat(TemporaryFiles.ofThisJvm()).isEqualTo(filesBefore);
    assertThatThrownBy(() -> brief.startAgain(0)).hasMessageContaining("is closed");
  }
}
