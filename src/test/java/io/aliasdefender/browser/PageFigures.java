package io.aliasdefender.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.lab.Await;
import io.aliasdefender.lab.LabConfig;
import io.aliasdefender.lab.NeighbourTable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Measures the page in this browser on this machine and leaves a table in {@code target/page-figures.md}; to be run by
 * name. How long something took is no reason to fail, because it says more about the machine; what is loaded is.
 */
class PageFigures extends WatchedPair {
    private static final Path TABLE = Path.of("target", "page-figures.md");
    private static final Path MANY_TABLE = Path.of("target", "page-figures-many.md");
    private static final int LOADS = 7;
    private static final int MOVES = 5;
    private static final int THOUSAND = 1_000;
    private static final Duration CLAIMED = Duration.ofMinutes(5);
    private static final long MOST_BYTES = 180_000;

    /** The first moment at which the page says how things are, in milliseconds since it was asked for. */
    private static final String FIRST_VERDICT = """
            new MutationObserver((changes, watch) => {
              if (!document.title.startsWith('?')) { window.firstVerdict = performance.now(); watch.disconnect(); }
            }).observe(document, { subtree: true, childList: true, characterData: true });""";

    private static final String FIRST_ROW = """
            new MutationObserver((changes, watch) => {
              if (document.querySelector('#table-rows .row')) { window.firstRow = performance.now(); watch.disconnect(); }
            }).observe(document, { subtree: true, childList: true });""";

    /** When the card of an alias first said that this host has it, and its event stood in the history. */
    private static final String WATCH = """
            const [card, alias] = arguments;
            window.seen = {};
            new MutationObserver(() => {
              const now = Date.now();
              if (document.querySelector(`${card} .who`).textContent.includes('(this host)')) window.seen.card ??= now;
              const told = (sentence) => sentence.textContent.includes(`${alias}/`)
                && sentence.textContent.includes('after the decision');
              if ([...document.querySelectorAll('#events .sentence')].filter(told).length > window.before) {
                window.seen.event ??= now;
              }
            }).observe(document.body, { subtree: true, childList: true, characterData: true });
            window.before = [...document.querySelectorAll('#events .sentence')]
              .filter(({ textContent }) => textContent.includes(`${alias}/`)
                && textContent.includes('after the decision')).length;""";

    private static final String LOADED = """
            (() => {
              const own = performance.getEntriesByType('resource').filter(({ name }) => !name.includes('/api/'));
              const [page] = performance.getEntriesByType('navigation');
              const [paint] = performance.getEntriesByName('first-contentful-paint');
              return {
                requests: own.length + 1,
                bytes: [page, ...own].reduce((sum, { transferSize }) => sum + transferSize, 0),
                paint: paint.startTime,
                verdict: window.firstVerdict,
              };
            })()""";

    /** How long each picture on the screen took while something was scrolled through, in milliseconds. */
    private static final String SCROLL = """
            const [id, done] = [arguments[0], arguments[arguments.length - 1]];
            const place = document.getElementById(id);
            const times = [];
            const step = (time) => {
              times.push(time);
              if (times.length > 240) done(times.slice(1).map((one, index) => one - times[index]));
              else { place.scrollTop += 60; requestAnimationFrame(step); }
            };
            requestAnimationFrame(step);""";

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void pageShouldLoadLittleAndShowWhatHappensSoon() throws Exception {
        List<Double> paints = new ArrayList<>();
        List<Double> verdicts = new ArrayList<>();
        List<Long> bytes = new ArrayList<>();
        browser.withScript(FIRST_VERDICT, () -> {
            for (int i = 0; i < LOADS; i++) {
                browser.forgetFiles();
                browser.open(page(other));
                browser.until("window.firstVerdict && performance.getEntriesByName('first-contentful-paint').length");
                Map<?, ?> loaded = (Map<?, ?>) browser.value(LOADED);
                paints.add(((Number) loaded.get("paint")).doubleValue());
                verdicts.add(((Number) loaded.get("verdict")).doubleValue());
                bytes.add(((Number) loaded.get("bytes")).longValue());
            }
        });
        List<Double> events = new ArrayList<>();
        List<Double> cards = new ArrayList<>();
        for (int i = 0; i < MOVES; i++) {
            Instant moved = move();
            events.add(since(moved, "event"));
            cards.add(since(moved, "card"));
            steady();
        }

        Files.writeString(TABLE, """
                | of the page in chromium on this machine | median | longest |
                |---|---|---|
                | first paint, nothing in the cache | %s | %s |
                | until it says who answers | %s | %s |
                | from the event on the node until the history shows it | %s | %s |
                | from the event on the node until the alias' card shows it | %s | %s |

                %d bytes over the network with nothing in the cache, %d loads, %d moves.
                """.formatted(
                        middle(paints),
                        longest(paints),
                        middle(verdicts),
                        longest(verdicts),
                        middle(events),
                        longest(events),
                        middle(cards),
                        longest(cards),
                        Collections.max(bytes),
                        LOADS,
                        MOVES));
        System.out.println(Files.readString(TABLE));
        assertThat(bytes).allSatisfy(loaded -> assertThat(loaded).isBetween(10_000L, MOST_BYTES));
    }

    @Test
    void thousandAliasesShouldBePaintedSoonAndScrolledSmoothly() throws IOException {
        NeighbourTable enlarged = NeighbourTable.enlarge();
        try {
            showAThousand();
        } finally {
            enlarged.close();
        }
    }

    private void showAThousand() throws IOException {
        List<Cidr> aliases = IntStream.range(0, THOUSAND)
                .mapToObj(number -> Cidr.of("2001:db8::aaaa:bbbb:cccc:%x/64".formatted(0x1000 + number)))
                .toList();
        // The figures are the page's: while two daemons claim a thousand, they and the browser share the processors.
        browser.open("about:blank");
        lab.configure(new LabConfig(Duration.ofSeconds(1), aliases, List.of(), config.more()));
        Await.until(
                "each of a thousand is on one host",
                CLAIMED,
                () -> aliases.stream()
                        .allMatch(
                                alias -> lab.timeline().holders(alias.address()).size() == 1));
        browser.open(page(other));
        browser.untilSays("#alias-count", THOUSAND + " aliases, none in trouble");
        List<Double> paints = new ArrayList<>();
        List<Double> rows = new ArrayList<>();
        browser.withScript(FIRST_ROW, () -> {
            for (int i = 0; i < LOADS; i++) {
                browser.forgetFiles();
                browser.open(page(other));
                browser.until("window.firstRow && performance.getEntriesByName('first-contentful-paint').length");
                paints.add(((Number) ((Map<?, ?>) browser.value(LOADED)).get("paint")).doubleValue());
                rows.add(((Number) browser.value("window.firstRow")).doubleValue());
            }
        });
        browser.until("document.querySelector('#lanes button') !== null");
        browser.click(browser.element("#lanes button"));
        browser.until("document.querySelectorAll('#lanes [role=row]').length > 5");
        List<Double> table = browser.numbers(SCROLL, "table-scroll");
        List<Double> lanes = browser.numbers(SCROLL, "lanes-scroll");

        Files.writeString(MANY_TABLE, """
                | of the page with 1,000 aliases | median | p99 | longest |
                |---|---|---|---|
                | first paint, nothing in the cache | %s | | %s |
                | until the table is there | %s | | %s |
                | a picture while the table is scrolled | %s | %s | %s |
                | a picture while the lanes are scrolled | %s | %s | %s |
                """.formatted(
                        middle(paints),
                        longest(paints),
                        middle(rows),
                        longest(rows),
                        middle(table),
                        nearlyLongest(table),
                        longest(table),
                        middle(lanes),
                        nearlyLongest(lanes),
                        longest(lanes)));
        System.out.println(Files.readString(MANY_TABLE));
        assertThat((Long) browser.value("document.querySelectorAll('#table-rows .row').length"))
                .isBetween(5L, 80L);
    }

    /** Both aliases go to the node that is looked at; gives the time of that node's own event. */
    private Instant move() throws IOException, InterruptedException {
        openQuiet(other);
        browser.run(WATCH, card(ALIAS), ALIAS);
        HttpRequest order = HttpRequest.newBuilder(URI.create(page(holder) + "api/aliases/all/remove"))
                .header("Authorization", "Bearer " + TOKEN)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(client.send(order, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        browser.until("window.seen.card && window.seen.event");
        return other.api().events(0).stream()
                .filter(event ->
                        event.cause().equals("took-over") && event.alias().equals(ALIAS))
                .map(event -> Instant.parse(event.at()))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    /** Both clocks are this machine's. */
    private static double since(Instant moment, String what) {
        long seen = (Long) browser.value("window.seen[arguments[0]]", what);
        return Math.max(0, seen - moment.toEpochMilli());
    }

    private static String middle(List<Double> millis) {
        return text(millis.stream().sorted().toList().get(millis.size() / 2));
    }

    private static String nearlyLongest(List<Double> millis) {
        return text(millis.stream().sorted().toList().get(millis.size() * 99 / 100));
    }

    private static String longest(List<Double> millis) {
        return text(Collections.max(millis));
    }

    private static String text(double millis) {
        return String.format(Locale.ROOT, "%.0f ms", millis);
    }
}
