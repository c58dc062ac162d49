package io.github.ssebridge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Streams of pieces that mean something, in any order, against the specification. */
class DecoderSoupTest {

  private static final String[] PIECES = {
    "\n",
    "\n",
    "\n\n",
    "\r",
    "\r\n",
    "\r\r",
    ":",
    ": ",
    " ",
    "\0",
    "data",
    "event",
    "id",
    "retry",
    "data: x\n",
    "data:y",
    "dat",
    "datas: ",
    "event: update\n",
    "event: ",
    "event:\n",
    "id: 7\n",
    "id: 1\0\n",
    "id\n",
    "id: ",
    ": note\n",
    "12",
    "\u00ef\u00bb\u00bf",
    "\u00ef\u00bb",
    "\u00ff",
    "\u00c3\u00a4",
    "\u00e2\u0082\u00ac",
    "\u00e2\u0082",
    "\u00f0\u009f\u0098\u0080",
    "\u00c0\u0080",
    "long ".repeat(30),
    "data: " + "z".repeat(90) + "\n\n"
  };

  @Test
  void anySoupInAnyPiecesIsReadAsTheSpecificationSays() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] soup = soup(random);
      ReferenceDecoder expected = ReferenceDecoder.of(soup);
      Decoding decoding = decoded(soup, random);
      String text = new String(soup, ISO_8859_1);
      assertThat(decoding.dispatched)
          .as("seed %d, soup %d: %s", seed, i, text)
          .isEqualTo(expected.dispatched);
      assertThat(decoding.decoder.lastEventId())
          .as("seed %d, soup %d: %s", seed, i, text)
          .isEqualTo(expected.lastEventId);
    }
  }

  private static byte[] soup(Random random) {
    StringBuilder soup = new StringBuilder();
    for (int pieces = random.nextInt(30); pieces > 0; pieces--) {
      soup.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return soup.append("\n\n").toString().getBytes(ISO_8859_1);
  }

  /** Each piece in the same array, as a client reads: what an earlier one held is gone. */
  private static Decoding decoded(byte[] soup, Random random) {
    Decoding decoding = new Decoding();
    byte[] chunk = new byte[soup.length];
    int most = 1 + random.nextInt(soup.length);
    for (int at = 0; at < soup.length; ) {
      int length = Math.min(random.nextInt(most + 1), soup.length - at);
      Arrays.fill(chunk, (byte) '#');
      System.arraycopy(soup, at, chunk, 0, length);
      decoding.decoder.decode(chunk, 0, length);
      at += length;
    }
    return decoding;
  }
}
