package io.github.ssebridge.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ssebridge.EventHub;
import io.github.ssebridge.FeedStatus.State;
import io.github.ssebridge.ServerSentEvent;
import io.github.ssebridge.testkit.EmbeddedRedis;
import io.github.ssebridge.testkit.FeedReader;
import io.github.ssebridge.testkit.FreePort;
import io.github.ssebridge.testkit.RedisConsole;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class RedisTlsTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String TRUST = "javax.net.ssl.trustStore";
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final int port = FreePort.find();
  private final int tlsPort = FreePort.find();
  private EmbeddedRedis redis;

  @BeforeEach
  void start(@TempDir Path dir) throws Exception {
    KeyStore keys = makeKeys(dir.resolve("keys.p12"));
    Path key = dir.resolve("key.pem");
    Path certificate = dir.resolve("certificate.pem");
    Files.writeString(key, pem("PRIVATE KEY", keys.getKey("redis", PASSWORD).getEncoded()));
    Files.writeString(certificate, pem("CERTIFICATE", keys.getCertificate("redis").getEncoded()));
    trust(keys, dir.resolve("trusted.p12"));
    redis =
        EmbeddedRedis.start(
            port,
            "--tls-port",
            "" + tlsPort,
            "--tls-cert-file",
            certificate.toString(),
            "--tls-key-file",
            key.toString(),
            "--tls-ca-cert-file",
            certificate.toString(),
            "--tls-auth-clients",
            "no");
  }

  @AfterEach
  void close() {
    System.clearProperty(TRUST);
    System.clearProperty(TRUST + "Password");
    redis.close();
  }

  @Test
  void readsPublishesAndComesBackByTls() {
    try (RedisLink link = RedisLink.create("rediss://127.0.0.1:" + tlsPort);
        EventHub hub = hub(link)) {
      FeedReader reader = FeedReader.of(hub, "stream");
      eventually(() -> assertThat(reader.events("sse:open")).hasSize(1));
      hub.publish("stream", ServerSentEvent.of("1")).toCompletableFuture().join();
      eventually(() -> assertThat(reader.data()).containsExactly("1"));
      new RedisConsole(port).command("CLIENT", "KILL", "TYPE", "pubsub");
      eventually(() -> assertThat(reader.events("sse:gap")).hasSize(1));
    }
  }

  @Test
  void findsASilentServerBehindTlsToo() {
    try (RedisLink link = RedisLink.create("rediss://127.0.0.1:" + tlsPort);
        EventHub hub = hub(link)) {
      FeedReader reader = FeedReader.of(hub, "stream");
      eventually(() -> assertThat(reader.events("sse:open")).hasSize(1));
      redis.freeze();
      eventually(() -> assertThat(hub.status("stream").state()).isEqualTo(State.UNREACHABLE));
      redis.thaw();
      eventually(() -> assertThat(reader.events("sse:gap")).hasSize(1));
    }
  }

  @Test
  void readsNothingFromAServerThatNobodyVouchesFor() {
    System.clearProperty(TRUST);
    try (RedisLink link = RedisLink.create("rediss://127.0.0.1:" + tlsPort);
        EventHub hub = hub(link)) {
      FeedReader reader = FeedReader.of(hub, "stream");
      eventually(() -> assertThat(hub.status("stream").state()).isEqualTo(State.UNREACHABLE));
      assertThat(hub.status("stream").detail()).contains("certification path");
      assertThat(reader.events()).isEmpty();
    }
  }

  private static EventHub hub(RedisLink link) {
    return EventHub.create().stream("stream", RedisPubSubFeed.create(link, "channel"));
  }

  private static KeyStore makeKeys(Path file) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "redis",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                String.valueOf(PASSWORD),
                "-keystore",
                file.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    return KeyStore.getInstance(file.toFile(), PASSWORD);
  }

  private static void trust(KeyStore keys, Path file) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, PASSWORD);
    trusted.setCertificateEntry("redis", keys.getCertificate("redis"));
    try (OutputStream output = Files.newOutputStream(file)) {
      trusted.store(output, PASSWORD);
    }
    System.setProperty(TRUST, file.toString());
    System.setProperty(TRUST + "Password", String.valueOf(PASSWORD));
  }

  private static String pem(String what, byte[] bytes) {
    String lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, lines, what);
  }

  private static void eventually(ThrowingRunnable check) {
    await().pollInterval(Duration.ofMillis(10)).atMost(LIMIT).untilAsserted(check);
  }
}
