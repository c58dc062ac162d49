package io.github.ssebridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TcpProxyTest {
  private ServerSocket server;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws Exception {
    server = new ServerSocket(0, 10, Loopback.at(0).getAddress());
    proxy = TcpProxy.to("127.0.0.1", server.getLocalPort());
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    proxy.close();
    server.close();
  }

  @Test
  void forwardsBothWays() throws Exception {
    try (LineClient client = LineClient.connect(proxy.port());
        LineClient peer = new LineClient(server.accept())) {
      client.send("up");
      assertThat(peer.receive()).isEqualTo("up");
      peer.send("down");
      assertThat(client.receive()).isEqualTo("down");
    }
  }

  @Test
  void passesOnTheEndOfOneDirectionAlone() throws Exception {
    try (LineClient client = LineClient.connect(proxy.port());
        LineClient peer = new LineClient(server.accept())) {
      client.finishSending();
      assertThat(peer.receive()).isNull();
      peer.send("still open");
      assertThat(client.receive()).isEqualTo("still open");
    }
  }

  @Test
  void cutsBothSidesAndAcceptsNewConnections() throws Exception {
    try (LineClient client = LineClient.connect(proxy.port());
        LineClient peer = new LineClient(server.accept())) {
      proxy.cutAll();
      assertThatThrownBy(client::receive)
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      assertThatThrownBy(peer::receive)
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
    forwardsBothWays();
  }

  @Test
  void cutsConnectionsMadeAMomentBefore() throws Exception {
    for (int i = 0; i < 50; i++) {
      try (LineClient client = LineClient.connect(proxy.port())) {
        proxy.cutAll();
        assertThatThrownBy(client::receive).isInstanceOf(SocketException.class);
      }
    }
  }

  @Test
  void refusesUntilItAcceptsAgain() throws Exception {
    try (LineClient client = LineClient.connect(proxy.port());
        LineClient peer = new LineClient(server.accept())) {
      proxy.refuse();
      assertThatThrownBy(peer::receive).isInstanceOf(SocketException.class);
      assertThatThrownBy(client::receive).isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> LineClient.connect(proxy.port()))
          .isInstanceOf(ConnectException.class);
    }
    proxy.accept();
    forwardsBothWays();
  }

  @Test
  void holdsBytesWhileStalled() throws Exception {
    try (LineClient client = LineClient.connect(proxy.port());
        LineClient peer = new LineClient(server.accept())) {
      proxy.stall();
      client.send("held");
      peer.waitAtMost(Duration.ofMillis(200));
      assertThatThrownBy(peer::receive).isInstanceOf(SocketTimeoutException.class);
      proxy.flow();
      peer.waitAtMost(Duration.ofSeconds(10));
      assertThat(peer.receive()).isEqualTo("held");
    }
  }

  @Test
  void cutsAStalledConnection() throws Exception {
    try (LineClient client = LineClient.connect(proxy.port());
        LineClient peer = new LineClient(server.accept())) {
      proxy.stall();
      client.send("lost");
      proxy.cutAll();
      assertThatThrownBy(peer::receive).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void resetsTheClientWhenTheTargetRefuses() throws Exception {
    server.close();
    // It may be reset before it has become a client, or after.
    assertThatThrownBy(this::connectAndReceive).isInstanceOf(SocketException.class);
  }

  private String connectAndReceive() throws Exception {
    try (LineClient client = LineClient.connect(proxy.port())) {
      return client.receive();
    }
  }
}
