package io.github.ssebridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortTest {
  @Test
  void neverGivesTheSamePortTwice() {
    assertThat(IntStream.range(0, 50).map(i -> FreePort.find())).doesNotHaveDuplicates();
  }

  @Test
  void staysBelowThePortsOfOutgoingConnections() {
    assertThat(FreePort.find()).isBetween(20_000, 32_000);
  }

  @Test
  void givesPortsOfOneRangeThatOtherProcessesKeepOutOf() {
    int first = FreePort.find() / 1000 * 1000;
    assertThat(IntStream.range(0, 50).map(i -> FreePort.find()))
        .allMatch(port -> port > first && port < first + 1000);
    assertThatThrownBy(() -> FreePort.requireFree(first, "another process"))
        .hasMessageContaining("not free for another process");
  }

  @Test
  void saysWhatATakenPortWasFor() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, Loopback.at(0).getAddress())) {
      assertThatThrownBy(() -> FreePort.requireFree(taken.getLocalPort(), "the test"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Port " + taken.getLocalPort())
          .hasMessageContaining("for the test");
    }
  }

  @Test
  void refusesAPortOutOfRange() {
    assertThatThrownBy(() -> FreePort.requireFree(65_536, "the test"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 65535");
  }
}
