package io.github.ssebridge.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.ssebridge.StartPoint;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedStartTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @Test
  void wordsNameTheEnds() {
    assertThat(RequestedStart.of("earliest", NOW)).isEqualTo(StartPoint.EARLIEST);
    assertThat(RequestedStart.of("latest", NOW)).isEqualTo(StartPoint.LATEST);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T09:00:00Z, 2026-11-22T09:00:00Z",
    "2026-11-22T09:00Z, 2026-11-22T09:00:00Z",
    "2026-11-22T10:00:00.25+01:00, 2026-11-22T09:00:00.25Z",
    "2026-11-22T10:00:00 01:00, 2026-11-22T09:00:00Z",
    "2026-11-22T04:00:00-05:00, 2026-11-22T09:00:00Z",
    "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
    "2026-11-22T10:00:00Z, 2026-11-22T10:00:00Z",
    "-90s, 2026-11-22T09:58:30Z",
    "-5m, 2026-11-22T09:55:00Z",
    "-2h, 2026-11-22T08:00:00Z",
    "-1d, 2026-11-21T10:00:00Z",
    "-0s, 2026-11-22T10:00:00Z",
    "-PT10M, 2026-11-22T09:50:00Z",
    "-P1DT2H, 2026-11-21T08:00:00Z"
  })
  void timesAndDurationsAreTimes(String text, Instant time) {
    assertThat(RequestedStart.of(text, NOW)).isEqualTo(StartPoint.at(time));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-11-22T10:00:00.001Z", "2027-01-01T00:00:00Z", "+999999999-12-31T23:59:59Z"})
  void timesThatAreYetToComeAreTheSameAsLatest(String text) {
    assertThat(RequestedStart.of(text, NOW)).isEqualTo(StartPoint.LATEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "Latest",
        "yesterday",
        "2026-11-22",
        "2026-11-22T10:00:00",
        "2026-11-22T10:00:00Z[Europe/Berlin]",
        "2026-13-22T10:00:00Z",
        "1732269600000",
        "5m",
        "PT10M",
        "PT-10M",
        "-PT-10M",
        "--5m",
        "-5M",
        "-5 m",
        "-1.5h",
        "-٣m",
        "-99999999999d",
        "-99999999999999999999d",
        "-999999999999999d",
        "-9999999999999s",
        "-PT9223372036854775807S",
        "-P99999999999999999D",
        "-57y",
        "-30000d",
        "1969-12-31T23:59:59.999Z",
        "-999999999-01-01T00:00:00Z"
      })
  void anythingElseIsRefusedWithWhatIsPossible(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RequestedStart.of(text, NOW))
        .withMessageContaining("earliest, latest, a time since 1970")
        .withMessageContaining("-PT10M");
  }
}
