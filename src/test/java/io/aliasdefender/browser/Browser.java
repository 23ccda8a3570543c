package io.aliasdefender.browser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.ScriptTimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The system's chromium, without a window, and without any way to the internet. */
final class Browser implements AutoCloseable {
    /** Where each test leaves what it saw. */
    static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Window DESKTOP = new Window(1280, 900, false);
    private static final Window WIDE = new Window(1920, 1080, false);
    private static final Window PHONE = new Window(360, 740, true);

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private static final List<String> ARGUMENTS = List.of(
            "--headless=new",
            // Its sandbox does not work as root, and the laboratory needs root.
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            // Else the page is another one in a picture of all of it, where there is nothing to scroll.
            "--hide-scrollbars",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");

    /** Held on to, because a logger that nobody refers to forgets its level. */
    private static final Logger SELENIUM_LOG = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;
    private Window window = DESKTOP;

    /** Its size, in CSS pixels. */
    private record Window(int width, int height, boolean phone) {}

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Why there is no browser, in one sentence with the remedy; empty: there is one. */
    static Optional<String> whyImpossible() {
        return Stream.of(CHROMIUM, DRIVER)
                .filter(file -> !Files.isExecutable(file))
                .findFirst()
                .map(file -> "The tests of the page need " + file + ": run scripts/setup --browser.");
    }

    static Browser start() {
        // The few commands that are used here are the same in every version of the protocol.
        SELENIUM_LOG.setLevel(Level.SEVERE);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(ARGUMENTS);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(LIMIT);
        Browser browser = new Browser(driver);
        browser.desktop();
        return browser;
    }

    void open(String url) {
        driver.get(url);
    }

    /** Forgets what the page keeps in this tab, and opens it anew. */
    void openAfresh(String url) {
        driver.get(url);
        run("sessionStorage.clear()");
        driver.get(url);
    }

    /** Lets a script run in every page before the page's own ones, for as long as something is done. */
    void withScript(String script, Runnable what) {
        Object id = driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script))
                .get("identifier");
        try {
            what.run();
        } finally {
            driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", id));
        }
    }

    /** Empties the cache, so that the next page comes as to somebody who was never here. */
    void forgetFiles() {
        driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
    }

    void desktop() {
        show(DESKTOP);
    }

    void wide() {
        show(WIDE);
    }

    void phone() {
        show(PHONE);
    }

    private void show(Window size) {
        window = size;
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", size.width(), "height", size.height(), "deviceScaleFactor", 1, "mobile", size.phone()));
    }

    void dark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** The value of an expression in the page; {@code arguments} are the further ones. */
    Object value(String expression, Object... arguments) {
        return driver.executeScript("return " + expression, arguments);
    }

    /** What an asynchronous script gives to its last argument. */
    List<Double> numbers(String script, Object... arguments) {
        return ((List<?>) driver.executeAsyncScript(script, arguments))
                .stream().map(number -> ((Number) number).doubleValue()).toList();
    }

    /** A list of strings in the page. */
    List<String> words(String expression) {
        return ((List<?>) value(expression)).stream().map(Object::toString).toList();
    }

    void run(String script, Object... arguments) {
        driver.executeScript(script, arguments);
    }

    /** The text of the first element that a selector finds, as people see it. */
    String text(String selector) {
        return element(selector).getText();
    }

    /** Clicks where people see it: the header stays at the top of the window. */
    void click(WebElement element) {
        run("arguments[0].scrollIntoView({ block: 'center' })", element);
        element.click();
    }

    WebElement element(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Waits until an expression is true in the page, looking at every change of it. */
    void until(String expression, Object... arguments) {
        String look = """
                const done = arguments[arguments.length - 1];
                const holds = () => { try { return %s; } catch { return false; } };
                const look = () => { if (holds()) { watch.disconnect(); clearInterval(timer); done(true); } };
                const watch = new MutationObserver(look);
                const timer = setInterval(look, 100);
                watch.observe(document,
                  { subtree: true, childList: true, characterData: true, attributes: true });
                look();
                """.formatted(expression);
        try {
            driver.executeAsyncScript(look, arguments);
        } catch (ScriptTimeoutException never) {
            throw new AssertionError(
                    "not within " + LIMIT.toSeconds() + " s: " + expression + " of " + List.of(arguments)
                            + "; the page says:\n" + driver.getTitle() + "\n" + text("body"),
                    never);
        }
    }

    /** Waits until the text of one of the elements that a selector finds has some words in it. */
    void untilSays(String selector, String words) {
        until(
                "[...document.querySelectorAll(arguments[0])].some((one) => one.textContent.includes(arguments[1]))",
                selector,
                words);
    }

    /** What the browser's console has got since the last time: errors, violations of the policy, and all else. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** What axe-core finds wrong with the page as it is: rule, impact and place of each. */
    List<String> violations() {
        run(axe());
        Object found = driver.executeAsyncScript("""
                const done = arguments[0];
                axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => done(
                  violations.flatMap(({ id, impact, help, nodes }) => nodes.map(
                    ({ target, failureSummary }) => `${id} (${impact}): ${help}: ${target} ${failureSummary}`))),
                  (failure) => done([`axe failed: ${failure}`]));
                """);
        return ((List<?>) found).stream().map(Object::toString).toList();
    }

    private static String axe() {
        try (InputStream stream = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Keeps a picture of what is in the window. */
    void screenshot(String name) {
        run("scrollTo(0, 0)");
        until("document.getAnimations().length === 0");
        byte[] picture = driver.getScreenshotAs(OutputType.BYTES);
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), picture);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Keeps a picture of the whole page, in a window that is as high as it. */
    void screenshotOfAll(String name) {
        Number height = (Number) value("document.documentElement.scrollHeight");
        Window before = window;
        show(new Window(before.width(), height.intValue(), before.phone()));
        run("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        screenshot(name);
        show(before);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
