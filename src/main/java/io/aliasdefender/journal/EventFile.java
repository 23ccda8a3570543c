package io.aliasdefender.journal;

import io.aliasdefender.bus.EventJson;
import io.aliasdefender.core.Level;
import io.aliasdefender.files.LineFile;
import io.aliasdefender.payload.Event;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The history in the state folder: one event in JSON on each line, in a file that is set aside when it is full, so that
 * both together are bounded. What a crash tore is left out when it is read. Everything here blocks.
 */
final class EventFile {
    /** Two files of these. */
    static final int MAX_BYTES = 1 << 20;

    private final Path file;
    private final Path old;
    private final int maxBytes;

    EventFile(Path folder) {
        this(folder, MAX_BYTES);
    }

    EventFile(Path folder, int maxBytes) {
        file = folder.resolve("events.jsonl");
        old = folder.resolve("events.old.jsonl");
        this.maxBytes = maxBytes;
    }

    /**
     * What is there.
     *
     * @param newest the newest events, the oldest first
     * @param lastId of all; 0 when there is none
     */
    record Kept(List<Event> newest, long lastId) {}

    /** Reads what is there; a missing file is an empty one. */
    Kept read(int most) throws IOException {
        Deque<Event> newest = new ArrayDeque<>();
        read(old, newest, most);
        read(file, newest, most);
        return new Kept(
                List.copyOf(newest), newest.isEmpty() ? 0 : newest.getLast().id());
    }

    private static void read(Path file, Deque<Event> newest, int most) throws IOException {
        LineFile.read(file, Long.MAX_VALUE, line -> {
            long before = newest.isEmpty() ? 0 : newest.getLast().id();
            Optional<Event> event = parse(line).filter(read -> read.id() > before);
            event.ifPresent(newest::addLast);
            if (newest.size() > most) {
                newest.removeFirst();
            }
        });
    }

    private static Optional<Event> parse(String line) {
        try {
            return Json.decodeValue(line) instanceof JsonObject json ? EventJson.parse(json) : Optional.empty();
        } catch (DecodeException torn) {
            return Optional.empty();
        }
    }

    /** Loads what writing needs, which takes its time, before the moment of a takeover. */
    void rehearse() {
        line(new Event(1, Instant.EPOCH, "none", Optional.empty(), "none", Level.DEBUG, ""));
    }

    private static String line(Event event) {
        return EventJson.of(event).encode() + "\n";
    }

    /** Adds whole lines. After a failure there may be a torn one at the end. */
    void append(List<Event> events) throws IOException {
        byte[] bytes = events.stream()
                .map(EventFile::line)
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
        if (LineFile.append(file, bytes, false) >= maxBytes) {
            Files.move(file, old, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
