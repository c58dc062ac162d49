package io.github.ssebridge.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key and a self-signed certificate for this machine, made anew by the keytool of this JDK. */
public final class TestCertificate {

  /** What opens the store. */
  public static final String PASSWORD = "changeit";

  private static final String ALIAS = "localhost";

  private final byte[] store;
  private final KeyStore keys;

  private TestCertificate(byte[] store, KeyStore keys) {
    this.store = store;
    this.keys = keys;
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
      return new TestCertificate(store, keys);
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

  /** Writes {@code certificate.pem}, {@code key.pem} and {@code public.pem} into a folder. */
  public TestCertificate writeTo(Path dir) throws IOException, GeneralSecurityException {
    Certificate own = keys.getCertificate(ALIAS);
    Key key = keys.getKey(ALIAS, PASSWORD.toCharArray());
    write(dir.resolve("certificate.pem"), "CERTIFICATE", own.getEncoded());
    write(dir.resolve("key.pem"), "PRIVATE KEY", key.getEncoded());
    write(dir.resolve("public.pem"), "PUBLIC KEY", own.getPublicKey().getEncoded());
    return this;
  }

  /** For clients that trust this certificate alone. */
  public SSLContext trust() throws GeneralSecurityException {
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trusted.getTrustManagers(), null);
    return context;
  }

  private static void generate(Path store) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "RSA",
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

  private static void write(Path file, String kind, byte[] content) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    String unused =
        Files.writeString(
                file, "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, base64, kind))
            .toString();
  }
}
