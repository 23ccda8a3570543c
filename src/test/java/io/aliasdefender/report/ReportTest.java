package io.aliasdefender.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Level;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.Tenure;
import io.aliasdefender.report.Records.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final IpAddress ALIAS = IpAddress.of("192.0.2.100");
    private static final IpAddress OTHER = IpAddress.of("192.0.2.101");
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final List<Tenure> tenures = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Source> nodes = new ArrayList<>(List.of(known("web1"), known("web2")));

    private static Source known(String node) {
        return new Source(node, Optional.of(NOON.minusSeconds(86_400)), Optional.empty());
    }

    private static Instant after(double seconds) {
        return NOON.plusMillis(Math.round(seconds * 1_000));
    }

    private static Tenure tenure(
            IpAddress alias, String node, double begin, boolean planned, String cause, String why) {
        return new Tenure(
                alias, Optional.empty(), node, after(begin), Optional.empty(), planned, cause, why, Optional.empty());
    }

    private static Tenure silent(Tenure tenure, long millis) {
        return new Tenure(
                tenure.alias(),
                tenure.group(),
                tenure.node(),
                tenure.begin(),
                tenure.end(),
                tenure.planned(),
                tenure.beginCause(),
                tenure.beginSentence(),
                Optional.of(Duration.ofMillis(millis)));
    }

    private static Tenure until(Tenure tenure, double end, String cause, String why) {
        return tenure.ended(new Tenure.End(after(end), Optional.of(cause), Optional.of(why), true));
    }

    private static Tenure died(Tenure tenure, double end) {
        return tenure.ended(new Tenure.End(after(end), Optional.empty(), Optional.of("the defender ended"), false));
    }

    private void said(String node, long id, double at, Level level, String cause, String sentence) {
        Optional<IpAddress> alias = sentence.contains(ALIAS.toString()) ? Optional.of(ALIAS) : Optional.empty();
        events.add(new Event(id, after(at), node, alias, cause, level, sentence));
    }

    private String report() {
        return report(Set.of());
    }

    private String report(Set<IpAddress> aliases) {
        return Report.markdown(
                new Records("web2", after(3_601), NOON, after(3_600), aliases, nodes, false, tenures, events));
    }

    /** The holder loses its power; the other one takes it, and gives it back when asked to. */
    private void powerCut() {
        tenures.add(died(
                tenure(ALIAS, "web1", -7_200, true, "adopted", "primary: 192.0.2.100/24 on eth0 was here at start"),
                598));
        tenures.add(until(
                silent(
                        tenure(
                                ALIAS,
                                "web2",
                                610.312,
                                false,
                                "took-over",
                                "secondary: 192.0.2.100 silent for 1.1 s (10 probes), router 192.0.2.1 answers in 0.2 ms, partner"
                                        + " web1 (192.0.2.11) silent; taking over"),
                        1_112),
                1_500.020,
                "released",
                "secondary: web1 has taken 192.0.2.100"));
        tenures.add(tenure(ALIAS, "web1", 1_500, true, "took-over", "primary: web2 hands over 192.0.2.100; taking it"));
        said("web1", 7, 300, Level.WARNING, "check-failing", "squid has failed: connection refused");
        said("web1", 8, 330, Level.INFO, "check-passing", "squid passes again");
        said("web2", 3, 400, Level.ERROR, "config-rejected", "the file has 2 errors; the running configuration stays");
        said("web2", 4, 610.3, Level.INFO, "taking-over", "secondary: 192.0.2.100 silent for 1.1 s; taking over");
        said("web2", 5, 610.312, Level.INFO, "took-over", "secondary: 192.0.2.100/24 on eth0 is on this host");
        said("web1", 1_001, 900, Level.INFO, "answers", "primary: 192.0.2.100 answers in 0.2 ms from web2");
        said("web2", 6, 1_600, Level.INFO, "drill", "drill: to web1 in 12 ms, nothing lost; 192.0.2.100 is back");
    }

    private static void assertGolden(String name, String text) throws IOException {
        Path wanted = Path.of("src/test/resources/report", name);
        Path made = Path.of("target", "report-" + name);
        Files.writeString(made, text);
        assertThat(text)
                .as("accept it by: cp %s %s", made, wanted)
                .isEqualTo(Files.exists(wanted) ? Files.readString(wanted) : "");
    }

    @Test
    void powerCutAndTheMoveBackShouldBeToldWithAllThatIsKnown() throws IOException {
        powerCut();

        assertGolden("power-cut.md", report());
    }

    @Test
    void quietTimeShouldBeToldInShort() throws IOException {
        tenures.add(tenure(ALIAS, "web1", -100, true, "adopted", "was here at start"));
        said("web1", 1, -100, Level.INFO, "adopted", "was here");
        said("web2", 1, -90, Level.INFO, "answers", "answers");

        assertGolden("quiet.md", report(Set.of(ALIAS)));
    }

    @Test
    void whatIsMissingShouldBeSaidInTheSummary() throws IOException {
        powerCut();
        nodes.set(0, new Source("web1", Optional.empty(), Optional.of("it does not answer within 2 s")));
        nodes.set(1, new Source("web2", Optional.of(after(60)), Optional.empty()));
        events.removeIf(event -> event.node().equals("web1"));
        said("web2", 1, 200, Level.INFO, "answers", "192.0.2.100 answers");
        tenures.removeIf(tenure -> tenure.node().equals("web1"));

        assertGolden("missing.md", report());
    }

    @Test
    void timesWithNobodyAndWithTwoShouldBeTold() {
        tenures.add(until(tenure(ALIAS, "web1", -60, true, "adopted", "x"), 10, "released", "maintenance"));
        tenures.add(silent(tenure(ALIAS, "web2", 13.5, false, "took-over", "y"), 3_400));
        tenures.add(until(tenure(OTHER, "web1", -60, true, "adopted", "x"), 100, "released", "x"));
        tenures.add(tenure(OTHER, "web2", 40, false, "took-over", "y"));
        tenures.add(until(tenure(IpAddress.of("192.0.2.102"), "web2", -60, true, "adopted", "x"), 90, "deleted", "x"));

        assertThat(report())
                .contains(
                        "- 2 times in which nobody had an alias: see below.",
                        "- 1 time in which two nodes had the same alias: see below.",
                        "- 192.0.2.100: nobody had it from 2026-01-02 12:00:10.000 until web2 had it at 2026-01-02 12:00:13.500"
                                + " (3.5 s)",
                        "- 192.0.2.101: web1, web2 had it both, from 2026-01-02 12:00:40.000 to 2026-01-02 12:01:40.000"
                                + " (1 min 0 s)",
                        "- 192.0.2.102: nobody had it from 2026-01-02 12:01:30.000 until the end of this report (58 min 30 s)",
                        "Clients had no answer for at most 3.4 s: 192.0.2.100");
    }

    /** Two clocks differ by half a second: that is neither a gap nor a conflict. */
    @Test
    void whatMayBeTheDifferenceOfTwoClocksShouldNotBeToldAsAFault() {
        tenures.add(until(tenure(ALIAS, "web1", -60, true, "adopted", "x"), 10, "released", "handed over"));
        tenures.add(until(tenure(ALIAS, "web2", 10.5, true, "took-over", "y"), 20, "released", "handed over"));
        tenures.add(tenure(ALIAS, "web1", 19.5, true, "took-over", "z"));

        assertThat(report())
                .contains(
                        "0 unplanned moves and 2 planned moves of 192.0.2.100.",
                        "No silence was measured.",
                        "- No time is known in which nobody had an alias.",
                        "No time is known in which two nodes had the same alias.");
    }

    @Test
    void aliasThatIsNewShouldNotHaveBeenMissingBefore() {
        tenures.add(tenure(ALIAS, "web1", 600, false, "adopted", "nobody else has it"));

        assertThat(report()).contains("- No time is known in which nobody had an alias.");
    }

    @Test
    void aliasThatWasPutBackShouldHaveBeenAwayForSoLong() {
        tenures.add(until(tenure(ALIAS, "web1", -60, true, "adopted", "x"), 10, "deleted", "was deleted"));
        tenures.add(silent(tenure(ALIAS, "web1", 10.08, false, "restored", "was deleted; putting it back"), 80));

        assertThat(report())
                .contains(
                        "| web1 | web1 | **no** | 80 ms | restored |",
                        "nobody had it from 2026-01-02 12:00:10.000 until web1 had it at 2026-01-02 12:00:10.080 (80 ms)");
    }

    /** A peer may be hostile: what it says stays text in its cell. */
    @Test
    void sentenceShouldNotBreakTheMarkdown() {
        String hostile =
                "a | b\n# head <script>alert(1)</script> [x](javascript:1) ![i](http://evil) `c` *d* &amp; \\| www.evil";
        tenures.add(silent(tenure(ALIAS, "web1", 10, false, "took-over", hostile), 100));
        said("web1", 4, 10, Level.INFO, "took-over", "192.0.2.100 " + hostile);
        said("web1", 5, 11, Level.INFO, "config-reloaded", hostile);
        nodes.set(0, new Source("web1", Optional.empty(), Optional.of(hostile)));

        String report = report();

        List<String> rows =
                report.lines().filter(line -> line.contains("script")).toList();
        assertThat(rows).hasSize(6).allSatisfy(row -> {
            assertThat(row).startsWith(row.startsWith("|") ? "| 2026" : "- ").contains("\\u000a\\# head");
            assertThat(row.replaceAll("\\\\[\\\\`*_\\[\\]<>|~&#!$:.]", ""))
                    .doesNotContain("<", "[", "]", "`", "&", "://", "www.");
        });
        assertThat(rows.stream().filter(row -> row.startsWith("|")).map(ReportTest::cells))
                .contains(8L, 5L);
        assertThat(report).doesNotContain("\n# head");
    }

    /** Cells of a row, where no bar that ends one is escaped. */
    private static long cells(String row) {
        return row.replaceAll("\\\\.", "").chars().filter(next -> next == '|').count() - 1;
    }

    @Test
    void reportShouldStayOfASizeThatCanBeRead() {
        String long500 = "y".repeat(499);
        IntStream.range(0, 2_000)
                .forEach(i -> tenures.add(silent(
                        until(
                                tenure(IpAddress.ofV4(i), "web1", i, false, "took-over", long500),
                                i + 1,
                                "released",
                                long500),
                        900)));
        IntStream.range(0, 2_000).forEach(i -> said("web1", i + 1, i, Level.INFO, "check-failing", long500));

        String report = report();

        assertThat(report).contains("And 1800 more, which are left out here.", "2000 unplanned moves");
        assertThat(report.length()).isLessThan(600_000);
    }
}
