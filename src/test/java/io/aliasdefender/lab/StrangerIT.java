package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stranger that claims both aliases twice a second, and never has them: it makes the holder do next to nothing. */
@Timeout(300)
class StrangerIT extends MixedPair {
    private static final Duration SPACING = Duration.ofMillis(500);
    /** Long enough for the sentence that is told again after a minute. */
    private static final Duration LENGTH = Duration.ofSeconds(75);
    /** RFC 5227, section 1.1. */
    private static final Duration DEFEND_INTERVAL = Duration.ofSeconds(10);

    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** The first conflict is a conflict like any other: it is defended against, and when it is over, five are told. */
    private static final Duration BEGINNING = Duration.ofSeconds(5);

    /** What is told of a stranger. That a busy machine kept the daemon from running is another matter. */
    private static final Set<String> CAUSES = Set.of("stranger", "conflict", "conflict-over");

    private static LinkAttacker attacker;

    @BeforeAll
    static void plug() throws Exception {
        attacker = LinkAttacker.plug(lab);
    }

    @AfterAll
    static void unplug() {
        if (attacker != null) {
            attacker.close();
        }
    }

    @Test
    void strangerThatComesAndGoesShouldCostAnAnnouncementInTenSecondsAndASentenceAMinute() throws Exception {
        startPair();
        // What a start announces by itself is over.
        awaitQuiet();
        long lastBefore = newest();
        long logBefore = Files.size(web1.log());
        Map<Family, Double> askedBefore = counted("confirm_bursts_total");
        long from = System.nanoTime();
        List<Duration> orders = new ArrayList<>();

        try (Ear ear = new Ear(lab.client())) {
            for (long turn = 0; System.nanoTime() - from < LENGTH.toNanos(); turn++) {
                for (Family family : Family.values()) {
                    attacker.tellAll(web1, family, Forgery.ANNOUNCEMENT, LinkAttacker.MAC);
                }
                if (turn % 10 == 0) {
                    long asked = System.nanoTime();
                    web1.api().reload();
                    orders.add(Duration.ofNanos(System.nanoTime() - asked));
                }
                Await.pause(SPACING);
            }
            long to = System.nanoTime();
            for (Family family : Family.values()) {
                assertThat(lab.timeline().holders(family.alias())).isEqualTo(Set.of("web1"));
                assertThat(lab.timeline().moves(family.alias(), from, to)).isZero();
                assertThat(lab.timeline().nobody(family.alias(), from, to)).isZero();
                assertSpacedAnnouncements(ear.announcements(), family, from, to);
            }
        }

        double seconds = LENGTH.toSeconds();
        Map<Family, Double> asked = counted("confirm_bursts_total");
        for (Family family : Family.values()) {
            double bursts = asked.get(family) - askedBefore.get(family);
            System.out.printf("%s: asked %.0f times in %.0f s%n", family, bursts, seconds);
            // Some until the pauses are two seconds long, and then one in two seconds; and because of each pause of the
            // process, of which a busy machine has many.
            assertThat(bursts).isBetween(3.0, seconds);
        }
        assertSentences(lastBefore);
        // Both daemons' own lines, and notes of the laboratory.
        assertThat(Files.size(web1.log()) - logBefore).isLessThan(20_000);
        Collections.sort(orders);
        System.out.println("orders by the socket: " + orders);
        assertThat(orders.get(orders.size() / 2)).isLessThan(Duration.ofSeconds(1));
        assertThat(web1.running()).isTrue();
        // What has the alias taken off it goes on.
        long asking = System.nanoTime();
        assertThat(Door.unix(web1)
                        .post("/api/aliases/" + Lab.ALIAS.address() + "/remove")
                        .status())
                .isEqualTo(200);
        System.out.printf("removed in %d ms%n", (System.nanoTime() - asking) / 1_000_000);
        lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of("web2"), SOON);
    }

    private static void awaitQuiet() {
        Map<Family, Double> told = new HashMap<>();
        Await.until("both aliases are announced as often as a start wants", SOON, () -> {
            told.putAll(counted("announcements_total"));
            return told.values().stream().allMatch(count -> count >= 5);
        });
    }

    /** One against the first conflict and five when that is over; then one in ten seconds. */
    private static void assertSpacedAnnouncements(Announcements said, Family family, long from, long to) {
        List<Long> at = new ArrayList<>();
        for (Announcements.Said one : said.about(family.alias(), from, to)) {
            boolean ours = one.sender().equals(web1.station().mac());
            boolean first = at.isEmpty() || one.atNanos() - at.get(at.size() - 1) > Announcements.TOGETHER.toNanos();
            if (ours && first) {
                at.add(one.atNanos());
            }
        }
        List<Long> later =
                at.stream().filter(nanos -> nanos - from > BEGINNING.toNanos()).toList();
        System.out.printf("%s: %d announcements, %d of them later%n", family, at.size(), later.size());
        assertThat(at.size() - later.size()).isLessThanOrEqualTo(6);
        // About as often as is allowed: clients have the stranger until they are told better.
        assertThat(later.size()).isGreaterThanOrEqualTo((int) (LENGTH.toSeconds() / DEFEND_INTERVAL.toSeconds() / 2));
        for (int i = 1; i < later.size(); i++) {
            // A busy machine hears the one late and the other not.
            assertThat(Duration.ofNanos(later.get(i) - later.get(i - 1)))
                    .isGreaterThan(DEFEND_INTERVAL.minusSeconds(1));
        }
    }

    private static void assertSentences(long since) throws IOException {
        Map<String, Instant> last = new HashMap<>();
        List<DaemonApi.DaemonEvent> events = web1.api().events(since).stream()
                .filter(event -> CAUSES.contains(event.cause()))
                .toList();
        for (DaemonApi.DaemonEvent event : events) {
            Instant at = Instant.parse(event.at());
            Instant before = last.put(event.alias() + " " + event.cause(), at);
            if (before != null) {
                assertThat(Duration.between(before, at)).as(event.text()).isGreaterThan(MINUTE.minusSeconds(1));
            }
        }
        // Of two aliases, that it began and that it was over, and both once more.
        assertThat(events).hasSizeBetween(4, 8);
        // Nothing of what was there before was pushed out.
        assertThat(web1.api().events(0).get(0).id()).isEqualTo(1);
    }

    private static long newest() throws IOException {
        List<DaemonApi.DaemonEvent> events = web1.api().events(0);
        return events.get(events.size() - 1).id();
    }

    private static Map<Family, Double> counted(String metric) {
        try {
            String page = Flood.get(web1.state().resolve("api.sock"), "/metrics");
            Map<Family, Double> counts = new HashMap<>();
            for (Family family : Family.values()) {
                Matcher line = Pattern.compile(
                                "(?m)^alias_defender_" + metric + "\\{alias=\"" + family.alias() + "\"[^}]*} (\\S+)$")
                        .matcher(page);
                counts.put(family, line.find() ? Double.parseDouble(line.group(1)) : 0);
            }
            return counts;
        } catch (IOException silent) {
            throw new LabException(silent.getMessage(), silent);
        }
    }
}
