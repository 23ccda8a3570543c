package io.aliasdefender.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** What happens to two real daemons is seen in a real browser, without reloading the page. */
class LivePageIT extends WatchedPair {
    /** Whether the picture draws the badge of an alias inside the box of a node; the box stands before its name. */
    private static final String DRAWN_IN = """
            ((alias, node) => {
              const named = (kind, text) => [...document.querySelectorAll(`#picture ${kind}`)]
                .find(({ textContent }) => textContent.includes(text));
              const badge = named('.badge', alias).getBoundingClientRect();
              const box = named('text.name', node).previousElementSibling.getBoundingClientRect();
              return badge.left >= box.left && badge.right <= box.right
                && badge.top >= box.top && badge.bottom <= box.bottom;
            })(arguments[0], arguments[1])""";

    private static final String GREY = "document.body.classList.contains('stale')"
            + " && getComputedStyle(document.querySelector('main')).filter === 'grayscale(1)'";
    private static final String ICON = "document.getElementById('icon').href.endsWith(`/icons/${arguments[0]}.svg`)";

    @Test
    void failoverShouldBeSeenEverywhereOnThePage() {
        openQuiet(web2);
        browser.run("window.neverReloaded = true");
        assertThat(browser.text("#headline-sentence"))
                .isEqualTo("web1 answers for both aliases; both nodes agree; nothing is wrong");
        browser.until(DRAWN_IN, ALIAS, "web1");
        browser.until(ICON, "good");
        browser.screenshotOfAll("quiet");

        lab.faults().powerOff(web1);

        for (String alias : new String[] {ALIAS, ALIAS_V6}) {
            browser.untilSays(card(alias), "web2 (this host) has had it for");
            browser.untilSays(card(alias), "partner web1 (192.0.2.11) silent; taking over (says web2)");
            browser.until(DRAWN_IN, alias, "web2");
        }
        browser.untilSays("#events", "partner web1 (192.0.2.11) silent; taking over");
        browser.untilSays("#headline", "web2 answers for both aliases");
        browser.untilSays("#headline", "web1 (192.0.2.11) has not answered for ");
        browser.until("document.title.startsWith('▲ web2: ')");
        // The last that was heard of web1 says that it has them, too; that is no second holder.
        assertThat(browser.text("body")).doesNotContain("at the same time");
        browser.until(ICON, "uneasy");
        // What is read aloud is the daemon's own sentence of this move.
        browser.untilSays("#moves[role=status][aria-live=polite]", "after the decision");
        assertThat(sentences(web2)).contains((String) browser.value("document.getElementById('moves').textContent"));
        browser.until("document.querySelector('#picture .link.silent') !== null");
        assertThat(browser.value("window.neverReloaded")).isEqualTo(true);
        browser.screenshotOfAll("failover");
    }

    @Test
    void streamWhenCutShouldGreyThePageAndComeBackByItself() throws IOException {
        openQuiet(web2);

        cut(web2);
        browser.until(GREY);

        browser.until("/^✗ No connection since \\d+:\\d+:\\d+; what is shown is .* old$/.test("
                + "document.getElementById('freshness').textContent)");
        browser.until("document.title === '? web2: no connection'");
        browser.until(ICON, "unknown");
        // What was known is soon too old to be told.
        browser.untilSays(card(ALIAS), "? unknown");
        browser.untilSays(card(ALIAS), "Not known who answers");
        browser.untilSays(card(ALIAS), "Last known: secondary: ");
        browser.untilSays("#picture", "? unknown");
        assertThat(browser.text("#headline-sentence")).startsWith("No connection to web2 since ");
        assertThat(browser.text("#peers-verdict")).startsWith("? Unknown");
        browser.screenshotOfAll("cut-off");

        mend(web2);
        browser.untilSays("#headline-sentence", "both nodes agree; nothing is wrong");
        browser.until("!(" + GREY + ")");
        browser.until(ICON, "good");
    }

    @Test
    void daemonWhenFrozenShouldGreyThePageThoughItsConnectionsStay() {
        openQuiet(web2);

        web2.pause();
        try {
            browser.until(GREY);
            browser.untilSays("#headline-sentence", "Nothing is known: nothing was heard from web2 for ");
            browser.untilSays(card(ALIAS), "Not known who answers");
            browser.until(ICON, "unknown");
        } finally {
            web2.resume();
        }

        browser.until("!(" + GREY + ")");
        browser.untilSays(card(ALIAS), "web1 has answered for");
        requestsMayFail();
    }

    @Test
    void configurationWhenWrongShouldBeToldWithLineAndRemedyWhileTheOldOneGoesOn() throws IOException {
        openQuiet(web1);
        String right = Files.readString(web1.config());
        long lines = right.lines().count();

        web1.configure("alias-defender.yaml", right + "intervall: 3s\ngrace: 3\n");

        browser.untilSays("#config-verdict", "✗ Rejected");
        browser.untilSays("#config-lines", ":" + (lines + 1) + ":1: unknown key \"intervall\"");
        browser.untilSays("#config-lines", "write \"interval\"");
        browser.untilSays("#config-lines", ":" + (lines + 2) + ":8: grace \"3\" has no unit; write 3s");
        browser.untilSays("#headline", "onfiguration file was rejected");
        browser.untilSays("#config-running", "\"interval_ms\": 100");
        assertThat(browser.text(card(ALIAS))).contains("web1 (this host) has had it");
        browser.screenshotOfAll("bad-reload");

        web1.configure("alias-defender.yaml", right.replace("interval: 100ms", "interval: 110ms"));
        browser.untilSays("#config-verdict", "● ");
        browser.untilSays("#config-lines", "change interval: 100ms -> 110ms");
        browser.untilSays("#config-running", "\"interval_ms\": 110");
        lab.configure(config);
        browser.untilSays("#config-running", "\"interval_ms\": 100");
    }

    @Test
    void ordersShouldBeGivenWithTheTokenAndRefusedInASentenceWithoutIt() {
        openQuiet(web1);
        assertThat(browser.element("#maintenance-begin").isEnabled()).isFalse();
        requestsMayFail();

        enterToken("a-token-of-somebody-else");
        browser.element("#maintenance-reason").sendKeys("new <b>kernel</b>");
        browser.element("#maintenance-for").sendKeys("10m");
        browser.click(browser.element("#maintenance-begin"));
        confirm("web1 is to go into maintenance for 10m");
        browser.untilSays("#answer", "✗ Not done: this is not the token");
        assertThat(lab.timeline().holders(Lab.ALIAS.address())).containsExactly("web1");

        enterToken(TOKEN);
        browser.click(browser.element("#maintenance-begin"));
        confirm("web1 is to go into maintenance for 10m");
        browser.untilSays("#answer", "● Done: ");
        browser.untilSays("#headline", "web1 is in maintenance since ");
        browser.untilSays("#headline", "new <b>kernel</b>");
        awaitHolder(web2);
        browser.untilSays(card(ALIAS), "web2 has answered for");
        browser.screenshotOfAll("maintenance");

        browser.click(browser.element("#maintenance-end"));
        confirm("web1 is to end its maintenance");
        browser.until("document.title === '● web1: nothing is wrong'");
    }

    @Test
    void aliasWhenTakenOffByItsButtonShouldMoveToTheOtherNode() {
        openQuiet(web1);
        enterToken(TOKEN);

        browser.click(button(card(ALIAS), "Take it off here"));
        confirm("web1 is to let go of " + ALIAS);

        browser.untilSays("#answer", "● Done: ");
        browser.untilSays(card(ALIAS), "web2 has answered for");
        lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of("web2"), SOON);
        browser.until(DRAWN_IN, ALIAS, "web2");
        browser.until(DRAWN_IN, ALIAS_V6, "web1");
        browser.untilSays("#headline", "web2 answers for " + ALIAS + " and web1 answers for " + ALIAS_V6);
    }

    private static void enterToken(String token) {
        browser.element("#token").sendKeys(token + "\n");
        browser.untilSays("#token-state", "A token is entered");
    }

    private static void confirm(String words) {
        browser.untilSays("dialog[open]", words);
        button("dialog[open]", "Yes, do").click();
    }

    private static WebElement button(String place, String words) {
        return browser.element(place).findElements(By.tagName("button")).stream()
                .filter(button -> button.getText().contains(words))
                .findFirst()
                .orElseThrow();
    }
}
