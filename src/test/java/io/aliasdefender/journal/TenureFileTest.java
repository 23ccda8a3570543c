package io.aliasdefender.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.Tenure;
import io.aliasdefender.payload.TenurePage;
import io.aliasdefender.payload.TenureQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenureFileTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @TempDir
    private Path folder;

    private static Tenure open(int alias, int beganAfterSeconds) {
        return new Tenure(
                IpAddress.of("192.0.2." + alias),
                Optional.of("web"),
                "web1",
                NOON.plusSeconds(beganAfterSeconds),
                Optional.empty(),
                false,
                "took-over",
                "silent for 41 ms; taking over",
                Optional.of(Duration.ofMillis(87)));
    }

    private static Tenure over(int alias, int beganAfterSeconds, int endedAfterSeconds) {
        return open(alias, beganAfterSeconds)
                .ended(new Tenure.End(
                        NOON.plusSeconds(endedAfterSeconds), Optional.of("released"), Optional.of("a stop"), true));
    }

    private static TenureQuery between(int from, int to, int most) {
        return new TenureQuery(NOON.plusSeconds(from), NOON.plusSeconds(to), Set.of(), most);
    }

    private TenureFile begun(Instant now) throws IOException {
        TenureFile file = new TenureFile(folder);
        file.begin(now);
        return file;
    }

    @Test
    void tenuresShouldBeThoseOfTheSpanOverRestarts() throws IOException {
        TenureFile file = begun(NOON);
        file.append(List.of(over(1, 0, 10), over(2, 5, 20)), NOON.plusSeconds(20));
        file.append(List.of(over(1, 30, 40)), NOON.plusSeconds(40));

        TenureFile next = begun(NOON.plusSeconds(60));

        TenurePage all = next.read(between(0, 60, 10), List.of());
        assertThat(all.since()).contains(NOON);
        assertThat(all.truncated()).isFalse();
        assertThat(all.tenures()).containsExactly(over(1, 0, 10), over(2, 5, 20), over(1, 30, 40));
        assertThat(next.read(between(11, 29, 10), List.of()).tenures()).containsExactly(over(2, 5, 20));
        TenurePage newest = next.read(between(0, 60, 2), List.of(open(3, 50)));
        assertThat(newest.tenures()).containsExactly(over(1, 30, 40), open(3, 50));
        assertThat(newest.truncated()).isTrue();
    }

    @Test
    void tenureWhenTheDaemonDiedShouldEndWhenItIsKnownToHaveRunLast() throws IOException {
        TenureFile file = begun(NOON);
        file.replaceOpen(List.of(open(1, 0), open(2, 5)), false, NOON.plusSeconds(5));
        file.runsAt(NOON.plusSeconds(65));
        // It had just been written that this one is over when the power went.
        file.append(List.of(over(2, 5, 70)), NOON.plusSeconds(70));

        TenurePage page = begun(NOON.plusSeconds(600)).read(between(0, 700, 10), List.of());

        assertThat(page.tenures()).hasSize(2).contains(over(2, 5, 70));
        Tenure.End end = page.tenures().get(0).end().orElseThrow();
        assertThat(end.at()).isEqualTo(NOON.plusSeconds(65));
        assertThat(end.certain()).isFalse();
        assertThat(end.cause()).isEmpty();
        assertThat(begun(NOON.plusSeconds(800))
                        .read(between(0, 900, 10), List.of())
                        .tenures())
                .isEqualTo(page.tenures());
    }

    @Test
    void tenureWhenTheAliasWasKeptAtAStopShouldSaySo() throws IOException {
        begun(NOON).replaceOpen(List.of(open(1, 0)), true, NOON.plusSeconds(5));

        Tenure.End end = begun(NOON.plusSeconds(600))
                .read(between(0, 700, 10), List.of())
                .tenures()
                .get(0)
                .end()
                .orElseThrow();

        assertThat(end.cause()).contains("kept");
        assertThat(end.certain()).isFalse();
    }

    @Test
    void recordWhenItIsFullShouldLoseTheOldestAndSaySo() throws IOException {
        TenureFile file = new TenureFile(folder, 3);
        file.begin(NOON);
        for (int i = 0; i < 8; i++) {
            file.append(List.of(over(1, 10 * i, 10 * i + 5)), NOON.plusSeconds(10 * i + 5));
        }

        TenurePage page = file.read(between(0, 100, 10), List.of());

        // Files of three, of which the first one is gone.
        assertThat(page.tenures()).hasSize(5).first().isEqualTo(over(1, 30, 35));
        assertThat(page.since()).contains(NOON.plusSeconds(25));
        TenureFile next = new TenureFile(folder, 3);
        next.begin(NOON.plusSeconds(100));
        assertThat(next.read(between(0, 100, 10), List.of())).isEqualTo(page);
    }

    @Test
    void recordWhenItIsAMonthOldShouldBeSetAside() throws IOException {
        TenureFile file = begun(NOON);
        int month = (int) Duration.ofDays(32).toSeconds();

        file.append(List.of(over(1, 0, month)), NOON.plusSeconds(month));
        file.append(List.of(over(1, month, 2 * month)), NOON.plusSeconds(2L * month));

        TenurePage page = file.read(between(0, 3 * month, 10), List.of());
        assertThat(page.since()).contains(NOON.plusSeconds(month));
        assertThat(page.tenures()).containsExactly(over(1, month, 2 * month));
    }

    @Test
    void whatCouldNotBeRecordedShouldNotBeTakenForNothing() throws IOException {
        TenureFile file = new TenureFile(folder, 2);
        file.begin(NOON);
        file.append(List.of(over(1, 0, 5), over(1, 6, 10)), NOON.plusSeconds(10));
        file.append(List.of(over(1, 11, 20)), NOON.plusSeconds(20));

        file.missesUntil(NOON.plusSeconds(50));

        assertThat(file.read(between(0, 60, 10), List.of()).since()).contains(NOON.plusSeconds(50));
        assertThat(begun(NOON.plusSeconds(70))
                        .read(between(0, 60, 10), List.of())
                        .since())
                .contains(NOON.plusSeconds(50));
    }

    @Test
    void linesThatACrashToreShouldBeLeftOut() throws IOException {
        TenureFile file = begun(NOON);
        file.append(List.of(over(1, 0, 10)), NOON.plusSeconds(10));
        List<String> torn = new ArrayList<>(List.of("17000", "1 2 {", "x y {}", "from never", "3 4 {\"alias\": 1}"));
        Files.write(folder.resolve("tenures.jsonl"), torn, StandardOpenOption.APPEND);
        Files.writeString(folder.resolve("tenures.open.json"), "{\"open\": [{}, 7, {\"al");

        TenurePage page = begun(NOON.plusSeconds(20)).read(between(-1_000_000_000, 60, 10), List.of());

        assertThat(page.tenures()).containsExactly(over(1, 0, 10));
        assertThat(page.since()).contains(NOON);
    }
}
