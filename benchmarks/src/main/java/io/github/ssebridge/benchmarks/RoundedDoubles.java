package io.github.ssebridge.benchmarks;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;

/** Writes doubles with the six digits that a measurement deserves. Stateless. */
final class RoundedDoubles extends StdSerializer<Double> {

  private static final long serialVersionUID = 1;
  private static final MathContext DIGITS = new MathContext(6);

  RoundedDoubles() {
    super(Double.class);
  }

  @Override
  public void serialize(Double value, JsonGenerator to, SerializerProvider provider)
      throws IOException {
    if (value.isNaN() || value.isInfinite()) {
      to.writeNull();
    } else {
      to.writeNumber(BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros().toPlainString());
    }
  }
}
