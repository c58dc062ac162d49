package io.github.ssebridge.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for 127.0.0.1 that a test has made for itself, as PEM files, and who trusts it. */
final class TestCertificate {

  private static final char[] PASSWORD = "of a test".toCharArray();
  private static final String ALIAS = "node";

  final Path certificate;
  final Path key;
  final Path publicKey;
  private final KeyStore store;

  private TestCertificate(Path dir, KeyStore store) throws IOException, GeneralSecurityException {
    this.store = store;
    Certificate own = store.getCertificate(ALIAS);
    Key secret = store.getKey(ALIAS, PASSWORD);
    certificate = write(dir.resolve("certificate.pem"), "CERTIFICATE", own.getEncoded());
    key = write(dir.resolve("key.pem"), "PRIVATE KEY", secret.getEncoded());
    publicKey = write(dir.resolve("public.pem"), "PUBLIC KEY", own.getPublicKey().getEncoded());
  }

  static TestCertificate make(Path dir) throws Exception {
    Path file = dir.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "RSA",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                String.valueOf(PASSWORD))
            .inheritIO()
            .start();
    if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IllegalStateException("keytool has made no certificate");
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return new TestCertificate(dir, store);
  }

  /** One for clients that trust this certificate alone. */
  SSLContext trust() throws GeneralSecurityException {
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trusted.getTrustManagers(), null);
    return context;
  }

  private static Path write(Path file, String kind, byte[] content) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, base64, kind));
  }
}
