package io.github.ssebridge.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** A key and a self-signed certificate for this machine, made anew by the keytool of this JDK. */
public final class TestCertificate {

  /** What opens the store. */
  public static final String PASSWORD = "changeit";

  private static final String ALIAS = "localhost";

  private final byte[] store;
  private final String certificate;
  private final String key;

  private TestCertificate(byte[] store, String certificate, String key) {
    this.store = store;
    this.certificate = certificate;
    this.key = key;
  }

  /** Makes one. */
  public static TestCertificate create() {
    try {
      Path dir = Files.createTempDirectory("ssebridge-tls-");
      Path file = dir.resolve("localhost.p12");
      generate(file);
      byte[] store = Files.readAllBytes(file);
      KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
      Files.delete(file);
      Files.delete(dir);
      return new TestCertificate(
          store,
          pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()),
          pem("PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a certificate", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot make a certificate", e);
    }
  }

  /** A PKCS 12 store with both. */
  public byte[] store() {
    return store.clone();
  }

  /** The certificate in PEM. */
  public String certificatePem() {
    return certificate;
  }

  /** The key in PEM. */
  public String keyPem() {
    return key;
  }

  private static void generate(Path store) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "SAN=dns:localhost,ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            store.toString());
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    if (keytool.onExit().join().exitValue() != 0) {
      throw new IllegalStateException("keytool failed: " + said);
    }
  }

  private static String pem(String what, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, base64, what);
  }
}
