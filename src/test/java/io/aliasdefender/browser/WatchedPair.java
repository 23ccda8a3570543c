package io.aliasdefender.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.lab.Await;
import io.aliasdefender.lab.DaemonApi;
import io.aliasdefender.lab.DaemonCommand;
import io.aliasdefender.lab.Lab;
import io.aliasdefender.lab.LabConfig;
import io.aliasdefender.lab.LabException;
import io.aliasdefender.lab.LabHost;
import io.aliasdefender.lab.Linked;
import io.aliasdefender.lab.Pages;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** Two real daemons that defend an IPv4 and an IPv6 alias, and one browser that looks at their pages. */
abstract class WatchedPair {
    static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration QUIET = Duration.ofSeconds(10);
    static final String ALIAS = Lab.ALIAS.address().toString();
    static final String ALIAS_V6 = Lab.ALIAS_V6.address().toString();
    static final String TOKEN = "token-of-the-laboratory";

    /** Chromium tells of each request that failed; a test that makes them fail says so. */
    private static final String FAILED_REQUEST = "Failed to load resource";

    static Lab lab;
    static LabHost web1;
    static LabHost web2;
    static Browser browser;
    static LabConfig config;

    private static Pages pages;
    private static final Set<LabHost> CUT = new HashSet<>();
    private static final Set<LabHost> OFF = new HashSet<>();

    /** The one that has both aliases when a test begins, and the one that watches. */
    LabHost holder;

    LabHost other;
    private boolean requestsMayFail;

    @BeforeAll
    static void build(TestInfo test) {
        BrowserNeeded.check();
        Path folder = Path.of("target", "lab", test.getTestClass().orElseThrow().getSimpleName());
        lab = Lab.build(2, Optional.of(folder), DaemonCommand.ofThisProgram());
        web1 = lab.web(1);
        web2 = lab.web(2);
        config = Linked.config(
                lab, LabConfig.both(Duration.ofMillis(100)).with("grace: 1s").with(Pages.configuration(lab, TOKEN)));
        browser = Browser.start();
        pages = Pages.open(lab);
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.close();
        }
        if (pages != null) {
            pages.close();
        }
        CUT.clear();
        OFF.clear();
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void begin(TestInfo test) {
        lab.hosts().forEach(host -> host.note("=== " + test.getDisplayName()));
        steady();
    }

    /**
     * Brings everything back to where one host has both aliases and the other one watches; which one is left as it is,
     * because starting daemons is what takes these tests their time.
     */
    void steady() {
        requestsMayFail = false;
        for (LabHost host : List.copyOf(CUT)) {
            mend(host);
        }
        // Whatever the page of the test before did until now was not that test's doing.
        browser.open("about:blank");
        browser.console();
        browser.desktop();
        browser.dark(false);
        lab.configure(config);
        OFF.forEach(host -> lab.faults().powerOn(host));
        OFF.clear();
        lab.hosts().stream().filter(host -> !host.running()).forEach(LabHost::start);
        lab.hosts().forEach(LabHost::awaitReady);
        if (!becomesSteady(QUIET)) {
            // On a busy machine each of them may have got one alias, which is as right, but not what is looked at here.
            lab.reset();
            web1.start();
            awaitHolder(web1);
            web2.start();
            assertThat(becomesSteady(SOON)).as("steady").isTrue();
        }
    }

    private boolean becomesSteady(Duration limit) {
        try {
            Await.until("one node has both aliases", limit, this::isSteady);
            return true;
        } catch (LabException never) {
            return false;
        }
    }

    /** Nothing that a page or a daemon does may be wrong, whatever is shown. */
    @AfterEach
    void noComplaints() {
        assertThat(browser.console())
                .filteredOn(line -> !(requestsMayFail && line.contains(FAILED_REQUEST) && !line.contains("/icons/")))
                .isEmpty();
        for (LabHost host : lab.hosts()) {
            assertThat(host.lastLines(2_000)).doesNotContain("error inside");
        }
    }

    private boolean isSteady() {
        for (LabHost one : lab.hosts()) {
            LabHost another = one == web1 ? web2 : web1;
            if (views(one).equals(Set.of("held")) && views(another).equals(Set.of("answered"))) {
                holder = one;
                other = another;
                return true;
            }
        }
        return false;
    }

    /** How a host sees its aliases; nothing while it is not in its usual state. */
    private static Set<String> views(LabHost host) {
        try {
            JsonObject status = host.api().status();
            JsonObject configuration = status.getJsonObject("configuration");
            JsonArray aliases = status.getJsonArray("aliases");
            boolean usual = status.getValue("maintenance") == null
                    && configuration != null
                    && configuration.getBoolean("accepted")
                    && aliases.size() == config.aliases().size();
            return usual
                    ? aliases.stream()
                            .map(alias -> ((JsonObject) alias).getString("view"))
                            .collect(Collectors.toSet())
                    : Set.of();
        } catch (IOException silent) {
            return Set.of();
        }
    }

    void powerOff(LabHost host) {
        OFF.add(host);
        lab.faults().powerOff(host);
    }

    static void awaitHolder(LabHost host) {
        for (Cidr alias : config.aliases()) {
            lab.timeline().awaitHolders(alias.address(), Set.of(host.name()), SOON);
        }
    }

    /** The sentences that a daemon has told. */
    static List<String> sentences(LabHost host) {
        try {
            return host.api().events(0).stream()
                    .map(DaemonApi.DaemonEvent::text)
                    .toList();
        } catch (IOException silent) {
            throw new AssertionError(silent);
        }
    }

    static String page(LabHost host) {
        return pages.link(host);
    }

    /** Opens the page of a host and waits until it says that all is well, on both. */
    static void openQuiet(LabHost host) {
        browser.openAfresh(page(host));
        browser.until("document.title === `● ${arguments[0]}: nothing is wrong`", host.name());
        browser.untilSays("#headline-sentence", "both nodes agree");
    }

    /** Cuts the browser off from a host's page, as a broken network does. */
    void cut(LabHost host) {
        requestsMayFail = true;
        pages.cut(host);
        CUT.add(host);
    }

    /** Ends that. */
    void mend(LabHost host) {
        CUT.remove(host);
        pages.mend(host);
    }

    /** From now on a request that fails is no mistake of the page. */
    void requestsMayFail() {
        requestsMayFail = true;
    }

    /** The card of an alias. */
    static String card(String alias) {
        return "[data-alias='" + alias + "']";
    }
}
