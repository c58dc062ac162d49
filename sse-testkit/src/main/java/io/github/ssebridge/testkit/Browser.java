package io.github.ssebridge.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.time.Duration;
import java.util.List;
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
public final class Browser implements AutoCloseable {

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

  /** Starts it; see {@link Programs#need} for a machine that has none. */
  public static Browser open() {
    File chromium = Programs.need("chromium", "chromium", "chromium-browser", "google-chrome");
    return new Browser(chromium, Programs.need("chromium-driver", "chromedriver"));
  }

  /** Opens a page in a tab of its own and returns the tab's handle. */
  public String openTab(String url) {
    driver.switchTo().newWindow(WindowType.TAB);
    driver.get(url);
    return driver.getWindowHandle();
  }

  /** Closes all pages: a browser has six connections for an origin, and each stream takes one. */
  public void closeTabs() {
    for (String tab : driver.getWindowHandles()) {
      if (!tab.equals(empty)) {
        driver.switchTo().window(tab).close();
      }
    }
    driver.switchTo().window(empty);
  }

  /** This browser, looking at a tab from now on. */
  public Browser in(String tab) {
    driver.switchTo().window(tab);
    return this;
  }

  /** Evaluates an expression in the page. */
  public @Nullable Object evaluate(String expression) {
    return driver.executeScript("return " + expression);
  }

  /** Runs a script in the page. */
  public void run(String script) {
    driver.executeScript(script);
  }

  /** Evaluates an expression that is a number, or a boolean as 0 or 1. */
  public long number(String expression) {
    return ((Number) Objects.requireNonNull(evaluate("Number(" + expression + ")"))).longValue();
  }

  /** Types a text into the empty field of this id. */
  public void type(String id, String text) {
    driver.findElement(By.id(id)).clear();
    driver.findElement(By.id(id)).sendKeys(text);
  }

  /** Submits the form of this id. */
  public void submit(String id) {
    driver.findElement(By.id(id)).submit();
  }

  /** The text of the element of this id. */
  public String textOf(String id) {
    return Objects.requireNonNull(
        (String) evaluate("document.getElementById('" + id + "').textContent"));
  }

  /** Nothing has been wrong in any page since the last call. */
  public void assertNoConsoleErrors() {
    List<String> errors =
        driver.manage().logs().get(LogType.BROWSER).getAll().stream()
            .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
            .map(LogEntry::toString)
            .toList();
    assertThat(errors).isEmpty();
  }

  /** As a person would choose it. */
  public void preferColors(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
