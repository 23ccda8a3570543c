package io.aliasdefender.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.EventJson;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
    @TempDir
    private Path folder;

    private static Event event(long id) {
        return new Event(
                id,
                Instant.parse("2026-01-02T03:04:05.678Z"),
                "web1",
                id % 2 == 0 ? Optional.of(IpAddress.of("192.0.2.100")) : Optional.empty(),
                "took-over",
                Level.WARNING,
                "it is \"here\",\n" + "\u00e9 \u2028 " + id);
    }

    private static List<Event> lines(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(EventFileTest::event).toList();
    }

    private static List<Long> ids(EventFile.Kept kept) {
        return kept.newest().stream().map(Event::id).toList();
    }

    @Test
    void historyWhenReadAgainShouldBeTheSame() throws IOException {
        new EventFile(folder).append(lines(1, 3));

        EventFile.Kept kept = new EventFile(folder).read(10);

        assertThat(kept).isEqualTo(new EventFile.Kept(List.of(event(1), event(2), event(3)), 3));
        assertThat(new EventFile(folder).read(2).newest()).containsExactly(event(2), event(3));
    }

    @Test
    void historyWhenThereIsNoneShouldBeEmpty() throws IOException {
        assertThat(new EventFile(folder).read(10)).isEqualTo(new EventFile.Kept(List.of(), 0));
    }

    @Test
    void lineWhenTornAtAnyByteShouldCostThatLineOnly() throws IOException {
        byte[] torn = (EventJson.of(event(3)).encode() + "\n").getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("events.jsonl");
        for (int length = 1; length < torn.length - 1; length++) {
            Files.deleteIfExists(file);
            EventFile history = new EventFile(folder);
            history.append(lines(1, 2));
            Files.write(file, Arrays.copyOf(torn, length), StandardOpenOption.APPEND);

            assertThat(ids(history.read(10))).as("%d bytes", length).containsExactly(1L, 2L);
            history.append(lines(4, 4));

            assertThat(ids(history.read(10))).as("%d bytes", length).containsExactly(1L, 2L, 4L);
        }
    }

    @Test
    void garbageShouldBeLeftOut() throws IOException {
        Path file = folder.resolve("events.jsonl");
        Files.write(file, new byte[] {(byte) 0xff, 0, 1, '\n'});
        Files.writeString(file, "null\n[]\n{\"id\": \"1\"}\n\n", StandardOpenOption.APPEND);
        EventFile history = new EventFile(folder);
        history.append(lines(7, 7));
        // An older number after a newer one cannot be.
        history.append(lines(5, 5));

        assertThat(ids(history.read(10))).containsExactly(7L);
    }

    @Test
    void filesShouldStayWithinTheirBoundAndKeepTheNewest() throws IOException {
        int bound = 4_000;
        EventFile history = new EventFile(folder, bound);
        for (long id = 1; id <= 200; id++) {
            history.append(lines(id, id));
        }

        assertThat(Files.size(folder.resolve("events.jsonl"))).isLessThan(bound + 500);
        assertThat(Files.size(folder.resolve("events.old.jsonl"))).isLessThan(bound + 500);
        List<Long> ids = ids(history.read(1_000));
        assertThat(ids).hasSizeGreaterThan(10).last().isEqualTo(200L);
        assertThat(ids)
                .isEqualTo(LongStream.rangeClosed(ids.get(0), 200).boxed().toList());
    }
}
