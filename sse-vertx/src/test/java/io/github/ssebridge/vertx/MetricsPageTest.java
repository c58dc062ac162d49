package io.github.ssebridge.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ssebridge.EventHub;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the page says there is, is what there is. */
class MetricsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "metrics.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (`sse\\.[^|]*\\|[^|]*\\|[^|]*\\|[^|]*)\\|");

  private static Set<String> told() throws IOException {
    return ROW.matcher(Files.readString(PAGE))
        .results()
        .map(row -> row.group(1).replace("`", "").replaceAll("\\s*\\|\\s*", "|").strip())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> registered() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (EventHub hub = EventHub.create().stream("prices");
        SseMetrics metrics = SseMetrics.create(hub, SseConnections.create())) {
      metrics.bindTo(registry);
      return registry.getMeters().stream()
          .map(Meter::getId)
          // The buckets of a summary, as this registry has them.
          .filter(id -> id.syntheticAssociation() == null)
          .map(MetricsPageTest::row)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String row(Meter.Id id) {
    String type = id.getType().name().toLowerCase(Locale.ROOT).replace("distribution_", "");
    // Alphabetically they would be the other way round.
    String tags =
        id.getTags().stream()
            .map(Tag::getKey)
            .sorted((one, other) -> one.equals("stream") ? -1 : other.equals("stream") ? 1 : 0)
            .collect(Collectors.joining(" "));
    String unit = Objects.requireNonNullElse(id.getBaseUnit(), "");
    return "%s|%s|%s|%s".formatted(id.getName(), type, tags, unit);
  }

  @Test
  void tellsEachMeterWithItsTypeTagsAndUnit() throws IOException {
    assertThat(told()).containsExactlyElementsOf(registered());
  }

  @Test
  void samplesAreAsFarApartAsItSays() throws IOException {
    assertThat(Files.readString(PAGE))
        .contains("every %d s".formatted(SseMetricsOptions.DEFAULT_SAMPLE_INTERVAL.toSeconds()));
  }
}
