package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a real daemon's history goes through, and that the defending does not mind. */
@ExtendWith(LabRequired.class)
class HistoryIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String CANNOT = "the history of events cannot be written";

    private static Lab lab;
    private static LabHost host;

    @BeforeAll
    static void build() {
        lab = Lab.build();
        host = lab.web(1);
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void begin(TestInfo test) {
        host.note("=== " + test.getDisplayName());
        lab.configure(LabConfig.every(Duration.ofMillis(100)));
    }

    @AfterEach
    void reset() {
        lab.reset();
    }

    @Test
    void historyWhenACrashToreItsLastLineShouldBeTheRestAndGoOn() throws Exception {
        start();
        List<Long> before = ids();
        host.kill();
        Files.writeString(
                file(), "{\"id\":" + (before.get(before.size() - 1) + 1) + ",\"at\":\"20", StandardOpenOption.APPEND);

        start();

        List<Long> after = ids();
        assertThat(after).startsWith(before.toArray(Long[]::new)).isSorted().doesNotHaveDuplicates();
        assertThat(after.get(before.size())).isGreaterThan(1_000);
        host.kill();
        start();
        // What came after the torn line is whole.
        assertThat(ids()).startsWith(after.toArray(Long[]::new));
    }

    @Test
    void historyWhenTheDiskFillsUpShouldBeMissedInOneSentenceAndComeBack() throws Exception {
        try (Disk disk = new Disk(host.state(), "size=128k")) {
            start();
            Path filler = disk.fill();
            // The last page of the file may have room for some more.
            for (int i = 0; i < 20 && timesLogged(CANNOT) == 0; i++) {
                moveAwayAndBack();
            }
            Await.until("it is said", SOON, () -> timesLogged(CANNOT) == 1);
            moveAwayAndBack();
            // The readers miss nothing.
            assertThat(ids()).hasSizeGreaterThan(6);
            assertThat(timesLogged(CANNOT)).isEqualTo(1);

            Files.delete(filler);
            moveAwayAndBack();
            Await.until("it is written again", SOON, () -> timesLogged("the history of events is written again") == 1);
            List<Long> all = ids();
            long last = all.get(all.size() - 1);
            Await.until("the last event is kept", SOON, () -> read().contains("\"id\":" + last + ","));
            host.kill();
        }
    }

    @Test
    void stateFolderWhenItBecomesReadOnlyShouldCostNothingButWhatIsKept() throws Exception {
        try (Disk disk = new Disk(host.state(), "size=128k")) {
            start();
            disk.readOnlyFor(host);
            moveAwayAndBack();
            Await.until("it is said", SOON, () -> timesLogged(CANNOT) == 1);
            assertThat(host.lastLines(50)).contains("Read-only file system").doesNotContain("\tat ", "error inside");
            host.kill();
        }
    }

    private static void start() {
        host.start();
        host.awaitReady();
        lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of("web1"), SOON);
        Await.until("it holds", SOON, () -> state().equals("holding"));
    }

    private static String state() {
        try {
            return host.api()
                    .alias(Lab.ALIAS.address().toString())
                    .orElseThrow()
                    .state();
        } catch (IOException away) {
            return "";
        }
    }

    /** Gives rise to some events, each time that it is done. */
    private static void moveAwayAndBack() throws Exception {
        assertThat(Door.unix(host).post("/api/aliases/all/remove").status()).isEqualTo(200);
        assertThat(Door.unix(host).post("/api/aliases/all/add").status()).isEqualTo(200);
        lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of("web1"), SOON);
    }

    private static List<Long> ids() throws Exception {
        return host.api().events(0).stream().map(DaemonApi.DaemonEvent::id).toList();
    }

    private static Path file() {
        return host.state().resolve("events.jsonl");
    }

    private static String read() {
        try {
            return Files.readString(file());
        } catch (IOException notYet) {
            return "";
        }
    }

    private static long timesLogged(String words) {
        return host.logSinceTheNote()
                .lines()
                .filter(line -> line.contains(words))
                .count();
    }
}
