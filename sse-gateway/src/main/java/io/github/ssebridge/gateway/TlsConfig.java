package io.github.ssebridge.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the node proves its name with.
 *
 * @param certificate the file of its certificate and of those up to the root's, in PEM
 * @param key the file of its private key, in PEM
 */
record TlsConfig(@Nullable String certificate, @Nullable String key) {

  private static final String CERTIFICATE = "tls.certificate";
  private static final String KEY = "tls.key";

  /**
   * Refuses what cannot be served with.
   *
   * @throws IllegalArgumentException if it cannot, naming the setting
   */
  void check() {
    require(
        certificate != null && key != null,
        "tls needs both 'certificate' and 'key': name a PEM file each, or remove 'tls'");
    PublicKey certified =
        requireCertificate(ConfiguredFile.read(CERTIFICATE, Objects.requireNonNull(certificate)));
    String pem = new String(ConfiguredFile.read(KEY, Objects.requireNonNull(key)), ISO_8859_1);
    requireKey(pem);
    require(
        KeyPairCheck.belongTogether(certified, pem),
        "%s: %s is not the key of the first certificate in %s".formatted(KEY, key, certificate));
  }

  /** Has a server serve with it, HTTP/2 included. */
  void applyTo(HttpServerOptions options) {
    PemKeyCertOptions pem =
        new PemKeyCertOptions()
            .addCertValue(
                Buffer.buffer(
                    ConfiguredFile.read(CERTIFICATE, Objects.requireNonNull(certificate))))
            .addKeyValue(Buffer.buffer(ConfiguredFile.read(KEY, Objects.requireNonNull(key))));
    options.setSsl(true).setUseAlpn(true).setKeyCertOptions(pem);
  }

  private PublicKey requireCertificate(byte[] pem) {
    try {
      var all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
      require(!all.isEmpty(), CERTIFICATE + ": there is no certificate in " + certificate);
      return all.iterator().next().getPublicKey();
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          "%s: %s is no certificate in PEM: it begins with -----BEGIN CERTIFICATE-----"
              .formatted(CERTIFICATE, certificate),
          e);
    }
  }

  private void requireKey(String pem) {
    require(
        !pem.contains("-----BEGIN ENCRYPTED"),
        "%s: %s has a passphrase, which nobody could enter: openssl pkey writes it without"
            .formatted(KEY, key));
    require(
        pem.contains("PRIVATE KEY-----"),
        "%s: %s is no private key in PEM: it begins with -----BEGIN PRIVATE KEY-----"
            .formatted(KEY, key));
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
