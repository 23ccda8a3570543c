package io.aliasdefender.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.lab.Lab;
import io.aliasdefender.lab.LabHost;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
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

    /** Remembers what is put where it is read aloud: the next sentence may follow at once. */
    private static final String READ_ALOUD = """
            window.readAloud = [];
            const place = document.querySelector('#moves[role=log][aria-live=polite]');
            new MutationObserver((changes) => changes.forEach(({ addedNodes }) =>
                window.readAloud.push(...[...addedNodes].map(({ textContent }) => textContent))))
              .observe(place, { childList: true });""";

    /** What the lane of an alias says of its newest part. */
    private static final String NEWEST =
            "(document.querySelector(`[data-lane='${arguments[0]}'] .span:last-child`)?.ariaLabel ?? '')";

    private static final String GREY = "document.body.classList.contains('stale')"
            + " && getComputedStyle(document.querySelector('main')).filter === 'grayscale(1)'";
    private static final String ICON = "document.getElementById('icon').href.endsWith(`/icons/${arguments[0]}.svg`)";

    @Test
    void failoverShouldBeSeenEverywhereOnThePage() {
        openQuiet(other);
        browser.run("window.neverReloaded = true");
        assertThat(browser.text("#headline-sentence"))
                .isEqualTo(holder + " answers for both aliases; both nodes agree; nothing is wrong");
        browser.until(DRAWN_IN, ALIAS, holder.name());
        browser.until(ICON, "good");
        browser.screenshotOfAll("quiet");

        browser.run(READ_ALOUD);
        powerOff(holder);

        for (String alias : new String[] {ALIAS, ALIAS_V6}) {
            browser.untilSays(card(alias), other + " (this host) has had it for");
            browser.untilSays(card(alias), "; taking over (says " + other + ")");
            browser.until(DRAWN_IN, alias, other.name());
        }
        browser.untilSays("#events .sentence", ALIAS + " silent for ");
        browser.untilSays("#headline", other + " answers for both aliases");
        browser.untilSays("#headline", named(holder) + " has not answered for ");
        browser.until("document.title.startsWith(`▲ ${arguments[0]}: `)", other.name());
        // The last that was heard of the other node says that it has them, too; that is no second holder.
        assertThat(browser.text("body")).doesNotContain("at the same time");
        browser.until(ICON, "uneasy");
        // What is read aloud is the daemon's own sentence of this move.
        // Each of both, although they moved at once.
        browser.until("window.readAloud.filter((words) => words.includes('after the decision')).length === 2");
        assertThat(browser.words("window.readAloud")).isNotEmpty().isSubsetOf(sentences(other));
        browser.until("document.querySelector('#picture .link.silent') !== null");
        assertThat(browser.value("window.neverReloaded")).isEqualTo(true);
        browser.screenshotOfAll("failover");
        browser.screenshot("failover-first-sight");
    }

    @Test
    void streamWhenCutShouldGreyThePageAndComeBackByItself() {
        openQuiet(other);

        cut(other);
        browser.until(GREY);

        browser.until("/^✗ No connection since \\d+:\\d+:\\d+; what is shown is .* old$/.test("
                + "document.getElementById('freshness').textContent)");
        browser.until("document.title === `? ${arguments[0]}: no connection`", other.name());
        browser.until(ICON, "unknown");
        // What was known is soon too old to be told.
        browser.untilSays(card(ALIAS), "? unknown");
        browser.untilSays(card(ALIAS), "Not known who answers");
        browser.untilSays(card(ALIAS), "Last known: ");
        browser.untilSays("#picture", "? unknown");
        assertThat(browser.text("#headline-sentence")).startsWith("No connection to " + other + " since ");
        assertThat(browser.text("#peers-verdict")).startsWith("? Unknown");
        browser.screenshotOfAll("cut-off");

        mend(other);
        browser.untilSays("#headline-sentence", "both nodes agree; nothing is wrong");
        browser.until("!(" + GREY + ")");
        browser.until(ICON, "good");
    }

    @Test
    void daemonWhenFrozenShouldGreyThePageThoughItsConnectionsStay() {
        openQuiet(other);

        other.pause();
        try {
            browser.until(GREY);
            browser.untilSays("#headline-sentence", "Nothing is known: nothing was heard from " + other + " for ");
            browser.untilSays(card(ALIAS), "Not known who answers");
            browser.until(ICON, "unknown");
        } finally {
            other.resume();
        }

        browser.until("!(" + GREY + ")");
        browser.untilSays(card(ALIAS), holder + " has answered for");
        requestsMayFail();
    }

    @Test
    void configurationWhenWrongShouldBeToldWithLineAndRemedyWhileTheOldOneGoesOn() throws IOException {
        openQuiet(holder);
        String right = Files.readString(holder.config());
        long lines = right.lines().count();

        holder.configure("alias-defender.yaml", right + "intervall: 3s\nannounce: {spacing: 200}\n");

        browser.untilSays("#config-verdict", "✗ Rejected");
        browser.untilSays("#config-lines", ":" + (lines + 1) + ":1: unknown key \"intervall\"");
        browser.untilSays("#config-lines", "write \"interval\"");
        browser.untilSays(
                "#config-lines", ":" + (lines + 2) + ":21: announce: spacing \"200\" has no unit; write 200s");
        browser.untilSays("#headline", "onfiguration file was rejected");
        browser.untilSays("#config-running", "\"interval_ms\": 100");
        assertThat(browser.text(card(ALIAS))).contains(holder + " (this host) has had it");
        browser.screenshotOfAll("bad-reload");

        holder.configure("alias-defender.yaml", right.replace("interval: 100ms", "interval: 110ms"));
        browser.untilSays("#config-verdict", "● ");
        browser.untilSays("#config-lines", "change interval: 100ms -> 110ms");
        browser.untilSays("#config-running", "\"interval_ms\": 110");
        lab.configure(config);
        browser.untilSays("#config-running", "\"interval_ms\": 100");
    }

    @Test
    void ordersShouldBeGivenWithTheTokenAndRefusedInASentenceWithoutIt() {
        openQuiet(holder);
        assertThat(browser.element("#maintenance-begin").isEnabled()).isFalse();
        requestsMayFail();

        enterToken("a-token-of-somebody-else");
        browser.element("#maintenance-reason").sendKeys("new <b>kernel</b>");
        browser.element("#maintenance-for").sendKeys("10m");
        browser.click(browser.element("#maintenance-begin"));
        confirm(holder + " is to go into maintenance for 10m");
        browser.untilSays("#answer", "✗ Not done: this is not the token");
        assertThat(lab.timeline().holders(Lab.ALIAS.address())).containsExactly(holder.name());

        enterToken(TOKEN);
        browser.click(browser.element("#maintenance-begin"));
        confirm(holder + " is to go into maintenance for 10m");
        browser.untilSays("#answer", "● Done: ");
        browser.untilSays("#headline", holder + " is in maintenance since ");
        browser.untilSays("#headline", "new <b>kernel</b>");
        awaitHolder(other);
        browser.untilSays(card(ALIAS), other + " has answered for");
        browser.screenshotOfAll("maintenance");

        browser.click(browser.element("#maintenance-end"));
        confirm(holder + " is to end its maintenance");
        browser.until("document.title === `● ${arguments[0]}: nothing is wrong`", holder.name());
    }

    @Test
    void aliasWhenTakenOffByItsButtonShouldMoveToTheOtherNode() {
        openQuiet(holder);
        enterToken(TOKEN);

        browser.click(button(card(ALIAS), "Take it off here"));
        confirm(holder + " is to let go of " + ALIAS);

        browser.untilSays("#answer", "● Done: ");
        browser.untilSays(card(ALIAS), other + " has answered for");
        lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of(other.name()), SOON);
        browser.until(DRAWN_IN, ALIAS, other.name());
        browser.until(DRAWN_IN, ALIAS_V6, holder.name());
        browser.untilSays("#headline", other + " answers for " + ALIAS + " and " + holder + " answers for " + ALIAS_V6);

        browser.click(button(card(ALIAS_V6), "Take it off here"));
        confirm(holder + " is to let go of " + ALIAS_V6);
        browser.untilSays("#headline", other + " answers for both aliases");
    }

    @Test
    void aliasWhenMovedByItsButtonShouldGoToTheChosenNodeAndComeBackWhenAskedFor() {
        openQuiet(holder);
        browser.untilSays("#link-verdict", "● " + other + " is heard, both ways");
        browser.untilSays("#paths", "● both ways");
        enterToken(TOKEN);

        browser.click(button(card(ALIAS), "Move it"));
        confirm(holder + " is to hand " + ALIAS + " over to " + other);
        browser.untilSays("#answer", "● Done: ");
        browser.untilSays("#answer", ALIAS + " is on " + other + " now");
        browser.untilSays(card(ALIAS), other + " has answered for");
        browser.until(DRAWN_IN, ALIAS, other.name());
        browser.until(DRAWN_IN, ALIAS_V6, holder.name());
        browser.untilSays(card(ALIAS), "to " + holder);
        browser.untilSays("#events .sentence", "handing over " + ALIAS + " to ");
        browser.screenshotOfAll("moved");

        // On its own page a host asks for what another one has.
        browser.click(button(card(ALIAS), "Move it"));
        confirm(holder + " is to have " + ALIAS);
        browser.untilSays("#answer", ALIAS + " is on " + holder + " now");
        browser.untilSays(card(ALIAS), holder + " (this host) has had it for");
        browser.until("document.title === `● ${arguments[0]}: nothing is wrong`", holder.name());
    }

    @Test
    void lanesShouldTellWhoHadItWhenAndHowItMovedAndNarrowTheHistoryToThatMoment() {
        openQuiet(holder);
        browser.until(NEWEST + ".startsWith(arguments[1])", ALIAS, holder + " has had " + ALIAS + " since ");
        enterToken(TOKEN);
        browser.click(button(card(ALIAS), "Move it"));
        confirm(holder + " is to hand " + ALIAS + " over to " + other);
        browser.untilSays("#answer", ALIAS + " is on " + other + " now");
        browser.until(NEWEST + ".startsWith(arguments[1])", ALIAS, other + " has had " + ALIAS + " since ");
        browser.until(NEWEST + ".includes('It was planned.')", ALIAS);

        powerOff(other);
        browser.until(NEWEST + ".startsWith(arguments[1])", ALIAS, holder + " has had " + ALIAS + " since ");
        browser.until(
                "/It was not planned; clients had no answer for up to [\\d.]+ m?s\\./.test(" + NEWEST + ")", ALIAS);
        browser.screenshotOfAll("lanes");

        browser.run("document.querySelector(`[data-lane='${arguments[0]}'] .span:last-child`).focus()", ALIAS);
        browser.press(Keys.ARROW_LEFT);
        browser.press(Keys.ARROW_RIGHT);
        assertThat(browser.text("#lanes-told")).startsWith(holder + " has had " + ALIAS + " since ");
        browser.press(Keys.ENTER);
        browser.untilSays("#event-moment", "From ");
        browser.untilSays("#events .sentence", ALIAS + " silent for ");
        assertThat(browser.element("#events").findElements(By.tagName("li")))
                .isNotEmpty()
                .allSatisfy(
                        line -> assertThat(line.getDomAttribute("data-alias")).isEqualTo(ALIAS));
        browser.click(browser.element("#event-all"));
        browser.until("document.getElementById('event-moment').textContent === ''");
    }

    /** As the defenders write a node. */
    private static String named(LabHost host) {
        return host.name() + " (" + host.address() + ")";
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
