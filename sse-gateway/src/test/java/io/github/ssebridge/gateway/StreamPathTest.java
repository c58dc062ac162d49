package io.github.ssebridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamPathTest {

  @Test
  void templateBecomesARouteAndTheNameOfItsParameter() {
    StreamPath orders = StreamPath.of("/v1.0/orders/{customer}/live");
    assertThat(orders.route()).isEqualTo("/v1.0/orders/:customer/live");
    assertThat(orders.parameter()).isEqualTo("customer");
    assertThat(StreamPath.of("/prices").route()).isEqualTo("/prices");
    assertThat(StreamPath.of("/prices").parameter()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "orders, must begin with a /",
    "'', must begin with a /",
    "/, must be like /prices",
    "//, must be like /prices",
    "/orders/, must be like /prices",
    "/orders//x, must be like /prices",
    "/orders/.., must be like /prices",
    "/orders/*, must be like /prices",
    "/orders/:customer, must be like /prices",
    "/orders/{}, must be like /prices",
    "/orders/{a-b}, must be like /prices",
    "/orders/x{a}, must be like /prices",
    "/orders/{a, must be like /prices",
    "/orders/a%20b, must be like /prices",
    "/orders?key=ann, must be like /prices",
    "/orders/{a}/{b}, may have one {parameter}",
    "/{customer}, must not begin with a {parameter}",
    "/{customer}/orders, must not begin with a {parameter}",
    "/streams, must not be under /streams or /health",
    "/streams/orders, must not be under /streams or /health",
    "/health, must not be under /streams or /health",
    "/health/{a}, must not be under /streams or /health"
  })
  void templateThatCannotBeServedIsRefused(String template, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StreamPath.of(template))
        .withMessageContaining("path " + why);
  }

  @ParameterizedTest
  @CsvSource({"/a, /a", "/a/{x}, /a/{y}", "/a/{x}, /a/b", "/a/b, /a/{x}", "/a/{x}/c, /a/b/{y}"})
  void pathsThatOneRequestCouldMeanTwoOfAreRefused(String one, String other) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> requireDistinct(one, other))
        .withMessage(
            "streams.s.path %s and streams.t.path %s are the same to a request", one, other);
  }

  @ParameterizedTest
  @CsvSource({"/a, /b", "/a, /a/b", "/a/{x}, /a", "/a/{x}, /b/{x}", "/a/{x}/c, /a/{x}/d"})
  void otherPathsAreNot(String one, String other) {
    assertThatCode(() -> requireDistinct(one, other)).doesNotThrowAnyException();
  }

  private static void requireDistinct(String one, String other) {
    StreamPath.requireDistinct(Map.of("s", StreamPath.of(one), "t", StreamPath.of(other)));
  }
}
