package io.aliasdefender.hook;

import io.aliasdefender.files.LineFile;
import io.aliasdefender.files.OwnFile;
import io.aliasdefender.files.OwnFolder;
import io.aliasdefender.payload.HookEvent;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a hook is yet to be told of, on the disk: a line {@code NUMBER JSON} for each event, in their order, and in a file beside
 * it the number of the last one that it was told of, with the number of the newest event that was looked at for it. What a crash tore is left out when it is read. Everything here
 * blocks; one thread at a time.
 */
final class HookStore {
    private static final String QUEUE = ".queue";
    private static final String SENT = ".sent";
    /** Far more than the longest queue has. */
    private static final int MOST_LINES = 100_000;

    private static final int MOST_NUMBER_BYTES = 64;

    private final Path folder;
    private final Path queue;
    private final Path sent;

    /**
     * @param folder made when there is something to keep
     * @param id of the hook, fit for the name of a file
     */
    HookStore(Path folder, String id) {
        this.folder = folder;
        queue = folder.resolve(id + QUEUE);
        sent = folder.resolve(id + SENT);
    }

    /**
     * What is there.
     *
     * @param pending what the hook is yet to be told of, in order
     * @param last the highest number that was ever given
     * @param sequence of the newest event that was looked at for this hook; 0: none ever was
     * @param torn lines that could not be read
     */
    record Kept(List<Told> pending, long last, long sequence, int torn) {}

    /** A missing file is an empty one. */
    Kept load() throws IOException {
        Done done = done();
        long last = done.number();
        long sequence = done.sequence();
        int torn = 0;
        List<Told> pending = new ArrayList<>();
        for (String line : lines()) {
            Optional<Told> told = parse(line);
            if (told.isEmpty()) {
                torn += line.isEmpty() ? 0 : 1;
            } else if (told.get().number() > last) {
                pending.add(told.get());
                last = told.get().number();
                sequence = Math.max(sequence, told.get().news().sequence());
            }
        }
        return new Kept(pending, last, sequence, torn);
    }

    /**
     * How far a hook is.
     *
     * @param number of the last thing that it was told of
     * @param sequence of the newest event that was looked at for it
     */
    record Done(long number, long sequence) {}

    private Done done() throws IOException {
        try {
            String[] words = new String(OwnFile.read(sent, MOST_NUMBER_BYTES), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ");
            return new Done(Long.parseLong(words[0]), words.length < 2 ? 0 : Long.parseLong(words[1]));
        } catch (NoSuchFileException | NumberFormatException nothing) {
            return new Done(0, 0);
        }
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        LineFile.read(queue, MOST_LINES, lines::add);
        return lines;
    }

    private static Optional<Told> parse(String line) {
        int space = line.indexOf(' ');
        try {
            long number = space < 0 ? 0 : Long.parseLong(line.substring(0, space));
            return number > 0 && Json.decodeValue(line.substring(space + 1)) instanceof JsonObject json
                    ? HookEvent.named(String.valueOf(json.getValue("event")))
                            .flatMap(name -> HookNews.parse(json).map(news -> new Told(number, name, news)))
                    : Optional.empty();
        } catch (DecodeException | NumberFormatException torn) {
            return Optional.empty();
        }
    }

    private static byte[] text(List<Told> told) {
        return told.stream()
                .map(one -> one.number() + " " + one.news().json(one.name()).encode() + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Adds some; they are on the disk when it returns. After a failure there may be a torn line at the end. */
    void append(List<Told> told) throws IOException {
        OwnFolder.make(folder);
        LineFile.append(queue, text(told), true);
    }

    /** The hook was told of everything up to this number. Told again after a loss of power: rather twice than never. */
    void sent(Done done) throws IOException {
        OwnFolder.make(folder);
        OwnFile.replace(sent, (done.number() + " " + done.sequence() + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Instead of all that is there. */
    void rewrite(List<Told> told) throws IOException {
        OwnFolder.make(folder);
        if (told.isEmpty()) {
            Files.deleteIfExists(queue);
        } else {
            OwnFile.replaceForGood(queue, text(told));
        }
    }

    long bytes() throws IOException {
        return Files.exists(queue) ? Files.size(queue) : 0;
    }

    /** Those of whom there is a file in a folder. */
    static List<String> ids(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(QUEUE) || name.endsWith(SENT))
                    .map(name -> name.substring(0, name.lastIndexOf('.')))
                    .distinct()
                    .toList();
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(queue);
        Files.deleteIfExists(sent);
    }
}
