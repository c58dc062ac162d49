package io.github.ssebridge.gateway;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Finds out whether a private key belongs to a certificate, before clients do. */
final class KeyPairCheck {

  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final byte[] ANYTHING = {42};

  private KeyPairCheck() {}

  /**
   * Whether what one signs the other verifies. A key of an older form than PKCS 8 is taken at its
   * word.
   */
  static boolean belongTogether(PublicKey certified, String keyPem) {
    int begin = keyPem.indexOf(BEGIN);
    int end = keyPem.indexOf(END);
    if (begin < 0 || end < begin) {
      return true;
    }
    try {
      byte[] der =
          Base64.getMimeDecoder().decode(keyPem.substring(begin + BEGIN.length(), end).strip());
      PrivateKey key =
          KeyFactory.getInstance(certified.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(der));
      Signature signing = Signature.getInstance(signature(certified));
      signing.initSign(key);
      signing.update(ANYTHING);
      Signature verifying = Signature.getInstance(signature(certified));
      verifying.initVerify(certified);
      verifying.update(ANYTHING);
      return verifying.verify(signing.sign());
    } catch (GeneralSecurityException | IllegalArgumentException unusable) {
      return false;
    }
  }

  private static String signature(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }
}
