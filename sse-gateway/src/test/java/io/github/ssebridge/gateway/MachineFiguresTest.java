package io.github.ssebridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oshi.SystemInfo;

class MachineFiguresTest {

  @BeforeAll
  static void keepNativeLibrariesOutOfTheHomeFolder(@TempDir Path nativeLibraries) {
    System.setProperty("jna.tmpdir", nativeLibraries.toString());
  }

  @Test
  void firstReadGivesOnlyTheMemory() {
    assertThat(new MachineFigures().read())
        .extracting(Figure::metric)
        .containsExactly("memory.used");
  }

  @Test
  void givesOneLoadPerCore() {
    int cores = new SystemInfo().getHardware().getProcessor().getLogicalProcessorCount();
    assertThat(secondRead()).filteredOn(MachineFiguresTest::isLoad).hasSize(cores);
  }

  @Test
  void loadsArePercentages() {
    assertThat(secondRead())
        .filteredOn(MachineFiguresTest::isLoad)
        .allSatisfy(load -> assertThat(load.value()).isBetween(0.0, 100.0))
        .allSatisfy(load -> assertThat(load.unit()).isEqualTo("%"));
  }

  @Test
  void usedMemoryIsWithinTheTotal() {
    Figure memory = new MachineFigures().read().get(0);
    assertThat(memory.max()).isNotNull().isGreaterThan(0);
    assertThat(memory.value()).isGreaterThan(0).isLessThanOrEqualTo(memory.max());
  }

  @Test
  void ratesAreNeverNegative() {
    assertThat(secondRead())
        .filteredOn(figure -> figure.unit().equals("B/s"))
        .extracting(Figure::metric)
        .contains("network.in", "network.out");
    assertThat(secondRead()).allSatisfy(figure -> assertThat(figure.value()).isNotNegative());
  }

  @Test
  void burningCpuRaisesTheLoad() {
    MachineFigures figures = new MachineFigures();
    AtomicBoolean burning = new AtomicBoolean(true);
    Thread burner = new Thread(() -> burnWhile(burning), "burner");
    burner.start();
    try {
      await().until(() -> totalLoad(figures.read()) > 60);
    } finally {
      burning.set(false);
    }
  }

  @Test
  void writesJsonThatParses() throws Exception {
    Figure figure = new Figure("memory.used", 25_276_502_016.0, "B", 5e10);
    JsonNode json = new ObjectMapper().readTree(figure.toJson(1763794000123L));
    assertThat(json.get("metric").asText()).isEqualTo("memory.used");
    assertThat(json.get("value").asLong()).isEqualTo(25_276_502_016L);
    assertThat(json.get("max").asLong()).isEqualTo(50_000_000_000L);
  }

  @Test
  void printsAtMostTwoDecimalsInEveryLocale() {
    Locale usual = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(new Figure("cpu.0", 37.4567, "%").toJson(1))
          .isEqualTo("{\"metric\":\"cpu.0\",\"value\":37.46,\"unit\":\"%\",\"at\":1}");
    } finally {
      Locale.setDefault(usual);
    }
  }

  @Test
  void printsTinyAndHugeValuesWithoutAnExponent() {
    assertThat(new Figure("disk.read", 1e-9, "B/s").toJson(1)).contains("\"value\":0,");
    assertThat(new Figure("disk.read", 1e15, "B/s").toJson(1)).contains(":1000000000000000,");
  }

  @Test
  void refusesWhatWouldBreakTheJson() {
    assertThatThrownBy(() -> new Figure("a\"b", 1, "B")).hasMessageContaining("metric");
    assertThatThrownBy(() -> new Figure("a", Double.NaN, "B")).hasMessageContaining("finite");
  }

  private static List<Figure> secondRead() {
    MachineFigures figures = new MachineFigures();
    figures.read();
    return figures.read();
  }

  private static boolean isLoad(Figure figure) {
    return figure.metric().startsWith("cpu.");
  }

  private static double totalLoad(List<Figure> figures) {
    return figures.stream().filter(MachineFiguresTest::isLoad).mapToDouble(Figure::value).sum();
  }

  private static void burnWhile(AtomicBoolean burning) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (burning.get() && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }
}
