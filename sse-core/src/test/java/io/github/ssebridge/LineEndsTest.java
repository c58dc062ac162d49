package io.github.ssebridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class LineEndsTest {

  @Property(tries = 2000)
  void findsTheFirstEndWhereverItIs(
      @ForAll @From("texts") byte[] text, @ForAll @IntRange(max = 20) int from) {
    int begin = Math.min(from, text.length);
    int expected = begin;
    while (expected < text.length && text[expected] != '\n' && text[expected] != '\r') {
      expected++;
    }
    assertThat(LineEnds.next(text, begin, text.length)).isEqualTo(expected);
  }

  @Property(tries = 300)
  void doesNotLookBeyondTheEnd(@ForAll @IntRange(max = 40) int length) {
    byte[] text = new byte[48];
    Arrays.fill(text, length, 48, (byte) '\n');
    assertThat(LineEnds.next(text, 0, length)).isEqualTo(length);
  }

  /** With bytes that are easily taken for CR or LF: near them, or the same with a high bit. */
  @Provide
  Arbitrary<byte[]> texts() {
    Arbitrary<Byte> near = Arbitraries.of(bytes(0x09, 0x0b, 0x0c, 0x0e, 0x8a, 0x8d));
    Arbitrary<Byte> ends = Arbitraries.of(bytes('\n', '\r'));
    return Arbitraries.frequencyOf(
            Tuple.of(10, Arbitraries.bytes()), Tuple.of(10, near), Tuple.of(1, ends))
        .array(byte[].class)
        .ofMaxSize(40);
  }

  private static List<Byte> bytes(int... values) {
    return Arrays.stream(values).mapToObj(value -> (byte) value).toList();
  }
}
