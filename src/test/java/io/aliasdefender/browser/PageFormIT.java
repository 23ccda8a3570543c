package io.aliasdefender.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.lab.LabConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Whoever looks at the page, on whatever, can read it and use it. */
class PageFormIT extends WatchedPair {
    private static final int MANY = 200;
    private static final String LAST_OF_MANY = "2001:db8::aaaa:bbbb:cccc:10c7";
    private static final String ROWS = "document.querySelectorAll('#table-rows .row').length";
    private static final String FIRST_ROW = "document.querySelector('#table-rows .row').dataset.alias";

    /** Every text of every answer, but those that are keys for the page itself, ends in markup that would run. */
    private static final String HOSTILE = """
            (() => {
              const markup = '<img src=x onerror="window.ran = true"><script>window.ran = true</script>';
              const keys = new Set(['view', 'state', 'level', 'cause', 'at', 'status_at', 'since', 'until', 'url']);
              const spoil = (key, value) => typeof value === 'string' && !keys.has(key) ? value + markup
                : Array.isArray(value) ? value.map((one) => spoil(key, one))
                  : value !== null && typeof value === 'object'
                    ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, spoil(name, one)]))
                    : value;
              const parse = JSON.parse;
              JSON.parse = (text) => spoil('', parse(text));
              const json = Response.prototype.json;
              Response.prototype.json = async function () { return spoil('', await json.call(this)); };
            })()""";

    private static final String MARKUP_OF_THE_PAGE_ITSELF =
            "document.querySelectorAll('img, iframe, object, script:not([src=\"js/main.js\"])').length";

    /** How much wider the page is than the window, in pixels. */
    private static final String TOO_WIDE =
            "document.documentElement.scrollWidth - document.documentElement.clientWidth";

    /** What the keyboard must reach, as it stands in the page. */
    private static final String TO_BE_REACHED = """
            [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
              .filter((one) => one.checkVisibility() && !one.disabled)""";

    @Test
    void markupInNamesReasonsAndLabelsShouldBeShownAsText() {
        browser.withScript(HOSTILE, () -> {
            browser.open(page(other));
            // Both nodes' answers, the history, and the configuration are there.
            browser.untilSays("#config-running", "<script>");
            browser.untilSays("h1", other + "<img src=x onerror=");
            browser.untilSays(".card .reason", "<script>window.ran = true</script>");
            browser.untilSays(".card .facts", "eth0:1<img src=x");
            browser.untilSays(".peer", holder + "<img");
            browser.untilSays("#events .sentence", "<script>window.ran = true</script>");
            browser.screenshotOfAll("markup");

            assertThat(browser.value(MARKUP_OF_THE_PAGE_ITSELF)).isEqualTo(0L);
            assertThat(browser.value("window.ran")).isNull();
        });
    }

    @Test
    void pageOnAPhoneShouldNeverScrollSideways() {
        browser.phone();
        openQuiet(other);
        assertThat(browser.value(TOO_WIDE)).isEqualTo(0L);
        browser.screenshot("phone");
        browser.screenshotOfAll("phone-whole");
        browser.dark(true);
        browser.screenshot("phone-dark");

        lab.configure(new LabConfig(Duration.ofSeconds(1), manyAliases(), List.of(), config.more()));
        browser.untilSays("#alias-count", MANY + " aliases, none in trouble");
        browser.until(ROWS + " > 10");
        browser.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
        assertThat(browser.value(TOO_WIDE)).isEqualTo(0L);
        browser.screenshot("phone-many");

        browser.element("#alias-search").sendKeys(LAST_OF_MANY);
        browser.until(ROWS + " === 1");
        browser.untilSays("#alias-count", "1 of " + MANY + " aliases");
        assertThat(browser.value(TOO_WIDE)).isEqualTo(0L);
    }

    @Test
    void manyAliasesShouldBeATableOfWhichOnlyWhatIsSeenIsDrawn() {
        lab.configure(new LabConfig(Duration.ofSeconds(1), manyAliases(), List.of(), config.more()));
        browser.openAfresh(page(other));
        browser.untilSays("#alias-count", MANY + " aliases, none in trouble");
        browser.until(ROWS + " > 10");
        assertThat((Long) browser.value(ROWS)).isLessThan(80);
        assertThat(browser.value("document.querySelectorAll('.card').length")).isEqualTo(0L);
        browser.until("document.querySelectorAll('#lanes [role=row]').length === 1");

        // Sorted by a column, and the other way round.
        browser.click(browser.element("[data-sort=address]"));
        browser.until(FIRST_ROW + " === '2001:db8::aaaa:bbbb:cccc:1000'");
        browser.click(browser.element("[data-sort=address]"));
        browser.until(FIRST_ROW + " === '" + LAST_OF_MANY + "'");
        assertThat(browser.element("[aria-sort=descending]").getText()).startsWith("alias");

        // Its end is there as soon as somebody scrolls to it, and by the keyboard alone.
        browser.run("document.getElementById('table-scroll').scrollTop = 1e6");
        browser.until("document.querySelector('[data-alias=\"2001:db8::aaaa:bbbb:cccc:1000\"]') !== null");
        browser.run("document.querySelector('[data-alias=\"2001:db8::aaaa:bbbb:cccc:1000\"] button').focus()");
        browser.press(Keys.ENTER);
        browser.untilSays(".card", "2001:db8::aaaa:bbbb:cccc:1000");
        assertThat(browser.value("document.activeElement.getAttribute('aria-expanded')"))
                .isEqualTo("true");

        browser.click(browser.element("#lanes button"));
        browser.until("document.querySelectorAll('#lanes [role=row]').length > 5");
        // The checker stops the page for seconds, and the daemon cuts off a reader that takes nothing for so long.
        requestsMayFail();
        assertAccessible("many, light");
        browser.screenshotOfAll("many");
        browser.wide();
        browser.screenshot("many-wide");
        browser.dark(true);
        assertAccessible("many, dark");
        browser.screenshot("many-wide-dark");
    }

    @Test
    void historyShouldBeTurnedPageByPage() {
        lab.configure(new LabConfig(Duration.ofSeconds(1), manyAliases(), List.of(), config.more()));
        browser.openAfresh(page(other));
        browser.untilSays("#event-count", "1 to 25 of ");
        String newest = browser.text("#events li:first-child");

        browser.click(browser.element("#event-older"));
        browser.untilSays("#event-count", "26 to 50 of ");
        assertThat(browser.value("document.querySelectorAll('#events li').length"))
                .isEqualTo(25L);
        assertThat(browser.text("#events li:first-child")).isNotEqualTo(newest);

        browser.click(browser.element("#event-newer"));
        browser.untilSays("#event-count", "1 to 25 of ");
        assertThat(browser.element("#event-newer").isEnabled()).isFalse();
    }

    /** IPv6 addresses as long as they get. */
    private static List<Cidr> manyAliases() {
        return IntStream.range(0, MANY)
                .mapToObj(number -> Cidr.of("2001:db8::aaaa:bbbb:cccc:%x/64".formatted(0x1000 + number)))
                .toList();
    }

    @Test
    void keyboardShouldReachEverythingInItsOrderAndShowWhereItIs() {
        openQuiet(holder);
        browser.element("#token").sendKeys(TOKEN + "\n");
        browser.untilSays("#token-state", "A token is entered");
        // The keyboard's place in a new page is at its beginning, and the tab keeps the token.
        browser.open(page(holder));
        browser.untilSays("#headline-sentence", "both nodes agree");
        browser.until("document.querySelector('#lanes .span') !== null");
        browser.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
        browser.run("window.toBeReached = " + TO_BE_REACHED);
        long all = (Long) browser.value("window.toBeReached.length");
        assertThat(all).isGreaterThan(20);

        List<Object> reached = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            browser.press(Keys.TAB);
            reached.add(browser.value("window.toBeReached.indexOf(document.activeElement)"));
            assertThat(browser.value("""
                            (() => {
                              const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
                              const { top, bottom } = document.activeElement.getBoundingClientRect();
                              const header = document.querySelector('header').getBoundingClientRect();
                              const covered = bottom <= header.bottom && !document.activeElement.matches('.skip');
                              return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && !covered
                                && top < innerHeight;
                            })()"""))
                    .as("focus is seen on " + browser.value("document.activeElement.outerHTML"))
                    .isEqualTo(true);
        }

        assertThat(reached).isEqualTo(LongStream.range(0, all).boxed().toList());
    }

    @Test
    void dialogShouldBeLeftByEscapeAndGiveTheKeyboardBack() {
        openQuiet(holder);
        browser.element("#token").sendKeys(TOKEN + "\n");
        browser.untilSays("#token-state", "A token is entered");
        browser.run("document.querySelector('.card button').focus()");
        String before = browser.focused().getAccessibleName();

        browser.press(Keys.ENTER);
        browser.until("document.querySelector('dialog').open");
        assertThat(browser.focused().getText()).isEqualTo("No, leave it");
        browser.press(Keys.ESCAPE);

        browser.until("!document.querySelector('dialog').open");
        assertThat(browser.focused().getAccessibleName()).isEqualTo(before).contains("Bring it here");
        assertThat(browser.text("#answer")).isEmpty();
    }

    @Test
    void accessibilityShouldHaveNoViolationsWhateverIsShown() {
        openQuiet(holder);
        for (boolean dark : new boolean[] {false, true}) {
            browser.dark(dark);
            assertAccessible("overview");
            browser.screenshotOfAll(dark ? "dark" : "light");
        }
        browser.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
        browser.element("#token").sendKeys(TOKEN + "\n");
        browser.untilSays("#token-state", "A token is entered");
        assertAccessible("all open, dark");
        browser.dark(false);
        assertAccessible("all open, light");
        browser.run("document.querySelector('.card button').click()");
        browser.until("document.querySelector('dialog').open");
        assertAccessible("dialog, light");
        browser.dark(true);
        assertAccessible("dialog, dark");
        browser.screenshot("dialog-dark");
        browser.press(Keys.ESCAPE);
        browser.phone();
        assertAccessible("phone, dark");
    }

    @Test
    void accessibilityShouldHaveNoViolationsInTrouble() {
        openQuiet(other);
        powerOff(holder);
        browser.untilSays("#headline-sentence", "has not answered for");
        other.configure("alias-defender.yaml", "nonsense: true\n");
        browser.untilSays("#config-verdict", "✗ Rejected");
        assertAccessible("in trouble, light");
        browser.dark(true);
        assertAccessible("in trouble, dark");
        browser.screenshotOfAll("trouble-dark");
        cut(other);
        browser.until("document.body.classList.contains('stale')");
        browser.untilSays(card(ALIAS), "? unknown");
        assertAccessible("cut off, dark");
        browser.dark(false);
        assertAccessible("cut off, light");
        browser.phone();
        assertThat(browser.value(TOO_WIDE)).isEqualTo(0L);
        browser.screenshot("phone-cut-off");
    }

    @Test
    void checksShouldBeShownWithWhatTheyFindWhetherTheyPassOrFail(@TempDir Path folder) throws IOException {
        Path drain = folder.resolve("drain");
        String needed = "    interface: eth0\n    on-failure: hold\n    checks: [drain, proxy]\n";
        String text = Files.readString(holder.config()).replace("    interface: eth0\n", needed);
        holder.configure(
                "alias-defender.yaml",
                text + "checks:\n  drain: {file: " + drain + ", is: absent, every: 100ms, timeout: 20s}\n"
                        + "  proxy: {file: /proc/self, timeout: 20s}\n");
        openQuiet(holder);
        browser.untilSays("#checks-verdict", "● All 2 checks pass.");
        browser.untilSays(card(ALIAS), "● all pass here");
        assertAccessible("checks that pass");

        Files.createFile(drain);

        browser.untilSays("#checks-verdict", "▲ Failing: drain.");
        browser.untilSays(card(ALIAS), "▲ drain fails here");
        browser.untilSays("#headline", drain + " is there");
        assertAccessible("a check that fails, light");
        browser.screenshotOfAll("checks");
        browser.dark(true);
        assertAccessible("a check that fails, dark");
        browser.phone();
        assertThat(browser.value(TOO_WIDE)).isEqualTo(0L);
        browser.screenshotOfAll("checks-phone-dark");
        Files.delete(drain);
        browser.untilSays("#checks-verdict", "● All 2 checks pass.");
    }

    @Test
    void hooksShouldBeShownWithWhatCameOfThemAndTheOneThatHangs(@TempDir Path folder) throws IOException {
        Path drain = folder.resolve("drain");
        String needed = "    interface: eth0\n    on-failure: hold\n    checks: [drain]\n";
        String text = Files.readString(holder.config()).replace("    interface: eth0\n", needed);
        holder.configure(
                "alias-defender.yaml",
                text + "checks:\n  drain: {file: " + drain + ", is: absent, every: 100ms, timeout: 20s}\n"
                        + "hooks:\n  - {on: [failing], run: [/usr/bin/true], timeout: 2m}\n"
                        + "  - {on: [failing, conflict], run: [/usr/bin/false], timeout: 2m}\n"
                        + "  - {on: [failing], run: [/usr/bin/sleep, '600'], timeout: 5m}\n");
        openQuiet(holder);
        browser.untilSays("#hooks-verdict", "? No hook has been told of anything yet.");
        browser.untilSays("#hooks tr:nth-child(2)", "? nothing yet");
        assertAccessible("hooks that were told nothing");

        Files.createFile(drain);

        browser.untilSays("#hooks-verdict", "▲ Still running: /usr/bin/sleep.");
        browser.untilSays("#hooks tr:nth-child(1)", "● succeeded");
        browser.untilSays("#hooks tr:nth-child(2)", "▲ failed");
        browser.untilSays("#hooks tr:nth-child(2)", "failing: ");
        browser.untilSays("#hooks tr:nth-child(3)", "▲ still running, for ");
        browser.untilSays("#headline", "hook run /usr/bin/sleep has been running for ");
        assertAccessible("hooks, light");
        browser.screenshotOfAll("hooks");
        browser.dark(true);
        assertAccessible("hooks, dark");
        browser.screenshotOfAll("hooks-dark");
        browser.phone();
        assertThat(browser.value(TOO_WIDE)).isEqualTo(0L);
        assertAccessible("hooks, phone");
        browser.screenshotOfAll("hooks-phone-dark");

        cut(holder);
        browser.until("document.body.classList.contains('stale')");
        browser.untilSays("#hooks-verdict", "? Unknown.");
        assertThat(browser.text("#hooks")).doesNotContain("●");
    }

    private static void assertAccessible(String what) {
        browser.until("document.getAnimations().length === 0");
        assertThat(browser.violations()).as(what).isEmpty();
    }
}
