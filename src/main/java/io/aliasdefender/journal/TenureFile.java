package io.aliasdefender.journal;

import io.aliasdefender.bus.TenureJson;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.files.LineFile;
import io.aliasdefender.files.OwnFile;
import io.aliasdefender.payload.NewestTenures;
import io.aliasdefender.payload.Tenure;
import io.aliasdefender.payload.TenurePage;
import io.aliasdefender.payload.TenureQuery;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When this host had which alias, on the disk. What is over is in a file of lines that is set aside when it is full or a
 * month old, so that both files together are bounded ({@link TenureLine}). What goes on is in a file of its own, which is replaced
 * as a whole and whose time of change is the last at which the daemon is known to have run. What a crash tore is left out.
 * Everything here blocks; one thread at a time.
 */
final class TenureFile {
    /** Of one file, in tenures and in bytes; there are two. */
    static final int MOST_TENURES = 5_000;

    private static final int MOST_BYTES = 4 << 20;
    private static final Duration OLD = Duration.ofDays(31);
    /** Of the file of what goes on: every alias of the longest configuration with its sentence. */
    private static final int MOST_OPEN_BYTES = 8 << 20;

    private final Path file;
    private final Path old;
    private final Path openFile;
    private final int mostTenures;
    private int tenures;
    /** From when on nothing is missing: in the file that lines are added to, and in both. */
    private Instant fileFrom = Instant.MAX;

    private Instant from = Instant.MAX;

    TenureFile(Path folder) {
        this(folder, MOST_TENURES);
    }

    TenureFile(Path folder, int mostTenures) {
        file = folder.resolve("tenures.jsonl");
        old = folder.resolve("tenures.old.jsonl");
        openFile = folder.resolve("tenures.open.json");
        this.mostTenures = mostTenures;
    }

    /**
     * To be called before all else. Tenures that the daemon before left open are over: they end when it is known to have run
     * last, with {@link Tenure.End#certain()} false.
     */
    void begin(Instant now) throws IOException {
        rehearse(now);
        Left left = left();
        Scan scan = new Scan(left.tenures());
        scan.read(old);
        from = scan.from;
        scan.beginAnew();
        scan.read(file);
        fileFrom = scan.from;
        tenures = scan.count;
        if (fileFrom.equals(Instant.MAX)) {
            fileFrom = now;
            LineFile.append(file, TenureLine.from(now), false);
        }
        from = from.isBefore(fileFrom) && !scan.misses ? from : fileFrom;
        // A clock that was put back since must not make it end before it began.
        List<Tenure> ended = scan.unknown.stream()
                .map(tenure -> tenure.ended(new Tenure.End(
                        left.at().isBefore(tenure.begin()) ? tenure.begin() : left.at(),
                        left.kept() ? Optional.of("kept") : Optional.empty(),
                        left.kept()
                                ? Optional.of("the defender stopped and left it in place")
                                : Optional.of("the defender ended without a word; this is when it is known to have run"
                                        + " last"),
                        false)))
                .toList();
        append(ended, now);
        replaceOpen(List.of(), false, now);
    }

    /** Loads what writing needs, which takes its time, before the moment of a takeover. */
    private static void rehearse(Instant now) {
        TenureLine.text(new Tenure(
                        IpAddress.ofV4(0),
                        Optional.empty(),
                        "none",
                        now,
                        Optional.empty(),
                        false,
                        "",
                        "",
                        Optional.empty())
                .ended(new Tenure.End(now, Optional.empty(), Optional.empty(), true)));
    }

    /**
     * What the daemon before had.
     *
     * @param kept it stopped in order, and left these in place
     */
    private record Left(Instant at, boolean kept, List<Tenure> tenures) {}

    private Left left() throws IOException {
        try {
            Instant at = Files.getLastModifiedTime(openFile, LinkOption.NOFOLLOW_LINKS)
                    .toInstant();
            String text = new String(OwnFile.read(openFile, MOST_OPEN_BYTES), StandardCharsets.UTF_8);
            JsonObject json = (JsonObject) Json.decodeValue(text);
            List<Tenure> tenures = json.getJsonArray("open", new JsonArray()).stream()
                    .flatMap(one ->
                            one instanceof JsonObject object ? TenureJson.parse(object).stream() : Stream.empty())
                    .toList();
            return new Left(millis(at), json.getBoolean("kept", false), tenures);
        } catch (NoSuchFileException | DecodeException | ClassCastException torn) {
            return new Left(Instant.EPOCH, false, List.of());
        }
    }

    /** Reads lines without keeping them. */
    private static final class Scan {
        /** Those of them that are not over as far as the lines tell. */
        private List<Tenure> unknown;

        private Instant from = Instant.MAX;
        /** A time is said that is not that of the begin of the file: until then something could not be recorded. */
        private boolean misses;

        private int count;

        private Scan(List<Tenure> open) {
            unknown = open;
        }

        private void beginAnew() {
            from = Instant.MAX;
            misses = false;
            count = 0;
        }

        private void read(Path file) throws IOException {
            LineFile.read(file, Long.MAX_VALUE, line -> {
                Optional<Instant> said = TenureLine.from(line);
                Optional<TenureLine> tenure = TenureLine.of(line);
                if (said.isPresent()) {
                    misses = !from.equals(Instant.MAX);
                    from = said.get();
                } else if (tenure.isPresent()) {
                    count++;
                    forget(tenure.get());
                }
            });
        }

        private void forget(TenureLine line) {
            boolean maybe = unknown.stream().anyMatch(one -> one.begin().toEpochMilli() == line.begin());
            if (maybe) {
                line.parse()
                        .ifPresent(over -> unknown = unknown.stream()
                                .filter(one -> !isSame(one, over))
                                .toList());
            }
        }
    }

    private static boolean isSame(Tenure one, Tenure other) {
        return one.alias().equals(other.alias()) && one.begin().equals(other.begin());
    }

    /** Adds some that are over; they are on the disk when it returns. */
    void append(List<Tenure> ended, Instant now) throws IOException {
        if (ended.isEmpty()) {
            return;
        }
        byte[] lines = ended.stream()
                .map(TenureLine::text)
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
        long bytes = LineFile.append(file, lines, true);
        tenures += ended.size();
        boolean isOld = Duration.between(fileFrom, now).compareTo(OLD) > 0;
        if (tenures >= mostTenures || bytes >= MOST_BYTES || isOld) {
            Files.move(file, old, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            from = fileFrom;
            fileFrom = now;
            tenures = 0;
            LineFile.append(file, TenureLine.from(now), false);
        }
    }

    /** Something until now could not be recorded. */
    void missesUntil(Instant now) throws IOException {
        LineFile.append(file, TenureLine.from(now), false);
        fileFrom = now;
        from = now;
    }

    /**
     * What goes on from now on; it is on the disk when it returns.
     *
     * @param kept this daemon ends, and leaves them in place
     */
    void replaceOpen(Collection<Tenure> open, boolean kept, Instant now) throws IOException {
        JsonArray array = new JsonArray();
        open.forEach(tenure -> array.add(TenureJson.of(tenure)));
        JsonObject json = new JsonObject().put("kept", kept).put("open", array);
        OwnFile.replaceForGood(openFile, json.encode().getBytes(StandardCharsets.UTF_8));
        runsAt(now);
    }

    /** The daemon is known to have run until now. */
    void runsAt(Instant now) throws IOException {
        Files.setLastModifiedTime(openFile, FileTime.from(now));
    }

    /**
     * What was asked for.
     *
     * @param live those that may not be on the disk yet
     */
    TenurePage read(TenureQuery query, Collection<Tenure> live) throws IOException {
        NewestTenures newest = new NewestTenures(query);
        read(old, query, newest);
        read(file, query, newest);
        live.forEach(newest::add);
        return new TenurePage(Optional.of(from), newest.truncated(), newest.inOrder());
    }

    private static void read(Path file, TenureQuery query, NewestTenures newest) throws IOException {
        long wantedFrom = query.from().toEpochMilli();
        long wantedTo = query.to().toEpochMilli();
        LineFile.read(
                file,
                Long.MAX_VALUE,
                line -> TenureLine.of(line)
                        .filter(one -> one.end() >= wantedFrom && one.begin() <= wantedTo)
                        .flatMap(TenureLine::parse)
                        .ifPresent(newest::add));
    }

    /** Milliseconds are what people read. */
    static Instant millis(Instant time) {
        return Instant.ofEpochMilli(time.toEpochMilli());
    }
}
