package io.github.ssebridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real headless Chromium with one tab for each page. Confined to the test's thread. */
final class Browser implements AutoCloseable {

  private final ChromeDriver driver;
  private final String empty;

  private Browser(File chromium, File chromedriver) {
    ChromeOptions options = new ChromeOptions().setBinary(chromium);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,1000");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(chromedriver).build(), options);
    driver
        .manage()
        .timeouts()
        .scriptTimeout(Duration.ofSeconds(10))
        .pageLoadTimeout(Duration.ofSeconds(30));
    empty = driver.getWindowHandle();
  }

  /** Fails where tests must not be skipped, skips on a machine that has no browser. */
  static Browser open() {
    File chromium = onPath("chromium", "chromium-browser", "google-chrome");
    File chromedriver = onPath("chromedriver");
    if (chromium == null || chromedriver == null) {
      String missing = "needs chromium and chromedriver on the PATH (Debian: chromium-driver)";
      if (System.getenv("CI") != null) {
        return fail(missing);
      }
      return abort(missing);
    }
    return new Browser(chromium, chromedriver);
  }

  /** Opens a page in a tab of its own and returns the tab's handle. */
  String openTab(String url) {
    driver.switchTo().newWindow(WindowType.TAB);
    driver.get(url);
    return driver.getWindowHandle();
  }

  /** Closes all pages: a browser has six connections for an origin, and each stream takes one. */
  void closeTabs() {
    for (String tab : driver.getWindowHandles()) {
      if (!tab.equals(empty)) {
        driver.switchTo().window(tab).close();
      }
    }
    driver.switchTo().window(empty);
  }

  Browser in(String tab) {
    driver.switchTo().window(tab);
    return this;
  }

  /** Evaluates an expression in the page. */
  @Nullable Object evaluate(String expression) {
    return driver.executeScript("return " + expression);
  }

  void run(String script) {
    driver.executeScript(script);
  }

  long number(String expression) {
    return ((Number) Objects.requireNonNull(evaluate("Number(" + expression + ")"))).longValue();
  }

  void type(String id, String text) {
    driver.findElement(By.id(id)).clear();
    driver.findElement(By.id(id)).sendKeys(text);
  }

  void submit(String id) {
    driver.findElement(By.id(id)).submit();
  }

  String textOf(String id) {
    return Objects.requireNonNull(
        (String) evaluate("document.getElementById('" + id + "').textContent"));
  }

  /** What the consoles of all pages said since the last call. */
  void assertNoConsoleErrors() {
    List<String> errors =
        driver.manage().logs().get(LogType.BROWSER).getAll().stream()
            .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
            .map(LogEntry::toString)
            .toList();
    assertThat(errors).isEmpty();
  }

  /** As a person would choose it. */
  void preferColors(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  @Override
  public void close() {
    driver.quit();
  }

  private static @Nullable File onPath(String... names) {
    String path = System.getenv().getOrDefault("PATH", "");
    String suffix =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("win") ? ".exe" : "";
    return Arrays.stream(names)
        .flatMap(
            name ->
                Arrays.stream(path.split(File.pathSeparator)).map(d -> new File(d, name + suffix)))
        .filter(File::canExecute)
        .findFirst()
        .orElse(null);
  }
}
