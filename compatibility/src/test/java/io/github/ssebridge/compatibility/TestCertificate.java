package io.github.ssebridge.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A key and a self-signed certificate for localhost, made anew by the keytool of this JDK. */
final class TestCertificate {

  private static final String PASSWORD = "changeit";

  private TestCertificate() {}

  static PfxOptions create() {
    try {
      Path dir = Files.createTempDirectory("ssebridge-tls-");
      Path store = dir.resolve("localhost.p12");
      run(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
              "-genkeypair",
              "-alias",
              "localhost",
              "-keyalg",
              "EC",
              "-dname",
              "CN=localhost",
              "-storetype",
              "PKCS12",
              "-storepass",
              PASSWORD,
              "-keystore",
              store.toString()));
      Buffer content = Buffer.buffer(Files.readAllBytes(store));
      Files.delete(store);
      Files.delete(dir);
      return new PfxOptions().setValue(content).setPassword(PASSWORD);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a certificate", e);
    }
  }

  private static void run(List<String> command) throws IOException {
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertThat(keytool.onExit().join().exitValue()).as(said).isZero();
  }
}
