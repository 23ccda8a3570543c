package io.aliasdefender.keepalived;

import io.aliasdefender.keepalived.Commands.Command;
import io.aliasdefender.keepalived.HostConfig.Globals;
import io.aliasdefender.keepalived.HostConfig.Script;
import io.aliasdefender.keepalived.HostConfig.Track;
import io.aliasdefender.keepalived.HostConfig.TrackKind;
import io.aliasdefender.keepalived.HostConfig.TrackedFile;
import io.aliasdefender.keepalived.HostConfig.TrackedProcess;
import io.aliasdefender.keepalived.parse.Place;
import io.aliasdefender.keepalived.parse.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what instances look at, and where they name it. */
final class TrackReader {
    private static final int MOST_WEIGHT = 254;
    private static final int MOST_COUNT = 1_000_000;
    private static final int MOST_SECONDS = 1_000_000;

    private final Notes notes;
    private final Numbers numbers;
    private final Map<String, Script> scripts = new LinkedHashMap<>();
    private final Map<String, TrackedProcess> processes = new LinkedHashMap<>();
    private final Map<String, TrackedFile> files = new LinkedHashMap<>();
    private final Map<String, Place> anywhere = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    /** @param file all of it, because what is defined below its use is not known to keepalived there */
    TrackReader(List<Statement> file, Notes notes) {
        this.notes = notes;
        this.numbers = new Numbers(notes);
        for (Statement statement : file) {
            kindOf(statement.keyword())
                    .flatMap(kind -> statement.argument(1).map(name -> key(kind, name)))
                    .ifPresent(key -> anywhere.putIfAbsent(key, statement.place()));
        }
    }

    Map<String, Script> scripts() {
        return scripts;
    }

    Map<String, TrackedProcess> processes() {
        return processes;
    }

    Map<String, TrackedFile> files() {
        return files;
    }

    private static Optional<TrackKind> kindOf(String keyword) {
        return Optional.ofNullable(
                switch (keyword) {
                    case "vrrp_script", "track_script" -> TrackKind.SCRIPT;
                    case "vrrp_track_process", "track_process" -> TrackKind.PROCESS;
                    case "vrrp_track_file", "track_file" -> TrackKind.FILE;
                    case "track_interface" -> TrackKind.INTERFACE;
                    default -> null;
                });
    }

    private static String key(TrackKind kind, String name) {
        return kind + " " + name;
    }

    /** What is declared and named by nobody is not run. */
    void noteUnused() {
        scripts.values().forEach(script -> noteUnused(TrackKind.SCRIPT, script.name(), script.at()));
        processes.values().forEach(process -> noteUnused(TrackKind.PROCESS, process.name(), process.at()));
        files.values().forEach(file -> noteUnused(TrackKind.FILE, file.name(), file.at()));
    }

    private void noteUnused(TrackKind kind, String name, Statement at) {
        if (!used.contains(key(kind, name))) {
            notes.missing(
                    at,
                    at.text() + ": no instance names it above its end, so that keepalived never looks at it;"
                            + " nothing was made of it");
        }
    }

    void script(Statement block, Globals globals) {
        String name = block.argument(1).orElse("");
        Map<String, Statement> words =
                words(block, Set.of("script", "interval", "timeout", "weight", "rise", "fall", "user", "init_fail"));
        Optional<Command> command = Optional.ofNullable(words.get("script")).flatMap(Commands::of);
        if (command.isEmpty()) {
            notes.ask(block, block.text() + ": it has no command that can be read, and nothing was made of it");
            return;
        }
        noteLost(words.get("script"), command.get());
        Optional<Statement> weight = Optional.ofNullable(words.get("weight"));
        scripts.putIfAbsent(
                name,
                new Script(
                        name,
                        block,
                        command.get().argv(),
                        seconds(words, "interval").orElse(Duration.ofSeconds(1)),
                        seconds(words, "timeout"),
                        count(words, "fall"),
                        count(words, "rise"),
                        weight.flatMap(line -> numbers.whole(line, -MOST_WEIGHT, MOST_WEIGHT))
                                .orElse(0),
                        weight.filter(TrackReader::isReversed).isPresent(),
                        Optional.ofNullable(words.get("user"))
                                .flatMap(user -> user.argument(1))
                                .or(globals::scriptUser)));
        describe(block, words);
    }

    private void noteLost(Statement script, Command command) {
        if (!command.rest().isEmpty()) {
            notes.ask(
                    script,
                    script.text() + ": keepalived takes the first word alone, because the command is not in quotes, and"
                            + " so does the import; add the other words if they are meant");
        }
    }

    private Optional<Duration> seconds(Map<String, Statement> words, String key) {
        return Optional.ofNullable(words.get(key))
                .flatMap(numbers::seconds)
                .filter(duration -> duration.toSeconds() <= MOST_SECONDS && !duration.isZero());
    }

    private int count(Map<String, Statement> words, String key) {
        return Optional.ofNullable(words.get(key))
                .flatMap(line -> numbers.whole(line, 1, MOST_COUNT))
                .orElse(1);
    }

    private static boolean isReversed(Statement weight) {
        return weight.words().contains("reverse");
    }

    /** The known words of a block, of a repeated one the last; unknown ones are told. */
    private Map<String, Statement> words(Statement block, Set<String> known) {
        Map<String, Statement> words = new HashMap<>();
        for (Statement line : block.body()) {
            if (known.contains(line.keyword())) {
                words.put(line.keyword(), line);
            } else {
                HostReader.unknown(line, notes, Optional.of(block));
            }
        }
        return words;
    }

    private void describe(Statement block, Map<String, Statement> words) {
        String check = ": of the check " + block.argument(1).orElse("");
        for (Statement line : words.values()) {
            if (line.keyword().equals("weight")) {
                notes.approximated(line, line.text() + check + "; what it does is said where an instance names it");
            } else if (!notes.mentions(line.place())) {
                notes.carried(line, line.text() + check);
            }
        }
    }

    void process(Statement block) {
        String name = block.argument(1).orElse("");
        Map<String, Statement> words = words(
                block,
                Set.of(
                        "process",
                        "param_match",
                        "weight",
                        "quorum",
                        "quorum_max",
                        "fork_delay",
                        "terminate_delay",
                        "delay",
                        "full_command"));
        Optional<Statement> weight = Optional.ofNullable(words.get("weight"));
        Optional<Statement> process = Optional.ofNullable(words.get("process"))
                .filter(line -> line.words().size() > 1);
        if (process.isEmpty()) {
            notes.ask(block, block.text() + ": it names no process, and nothing was made of it");
            return;
        }
        for (String delay :
                List.of("fork_delay", "terminate_delay", "delay", "quorum_max", "param_match", "full_command")) {
            Optional.ofNullable(words.get(delay))
                    .ifPresent(line -> notes.missing(
                            line,
                            line.text() + ": a process that ends is noticed at once here;"
                                    + " fall: and rise: are what there is instead"));
        }
        boolean counted = Optional.ofNullable(words.get("quorum"))
                        .flatMap(line -> numbers.whole(line, 0, MOST_COUNT))
                        .filter(quorum -> quorum != 1)
                        .isPresent()
                || words.containsKey("quorum_max");
        processes.putIfAbsent(
                name,
                new TrackedProcess(
                        name,
                        block,
                        process.get().arguments(),
                        weight.flatMap(line -> numbers.whole(line, -MOST_WEIGHT, MOST_WEIGHT))
                                .orElse(1),
                        weight.filter(TrackReader::isReversed).isPresent(),
                        counted));
        describe(block, words);
    }

    void file(Statement block) {
        String name = block.argument(1).orElse("");
        Map<String, Statement> words = words(block, Set.of("file", "weight", "init_file"));
        Optional<Statement> weight = Optional.ofNullable(words.get("weight"));
        Optional<String> path = Optional.ofNullable(words.get("file")).flatMap(line -> line.argument(1));
        if (path.isEmpty()) {
            notes.ask(block, block.text() + ": it names no file, and nothing was made of it");
            return;
        }
        files.putIfAbsent(
                name,
                new TrackedFile(
                        name,
                        block,
                        path.get(),
                        weight.flatMap(line -> numbers.whole(line, -Integer.MAX_VALUE / 2, Integer.MAX_VALUE / 2))
                                .orElse(1),
                        weight.filter(TrackReader::isReversed).isPresent()));
        Optional.ofNullable(words.get("init_file"))
                .ifPresent(line -> notes.missing(
                        line,
                        line.text() + ": here a file counts by being there or not, and"
                                + " nobody makes it; remove it before the change"));
        describe(block, words);
    }

    /** A line of {@code track_script} and its like; empty where keepalived makes nothing of it. */
    Optional<Track> track(Statement block, Statement line) {
        TrackKind kind = kindOf(block.keyword()).orElseThrow();
        String name = line.keyword();
        int at = line.words().indexOf("weight");
        Optional<Integer> written = at < 0
                ? Optional.empty()
                : line.argument(at + 1)
                        .filter(word -> word.matches("[-+]?[0-9]{1,5}"))
                        .map(Integer::valueOf);
        Optional<Integer> declared = declared(kind, name);
        if (declared.isEmpty()) {
            Place place = anywhere.get(key(kind, name));
            notes.ask(
                    line,
                    block.keyword() + " " + name + ": "
                            + (place == null
                                    ? "there is no such thing in the file"
                                    : "it is defined only below, in line " + place.line())
                            + ", so that keepalived ignores it, and so does the import; if it is meant, write it into"
                            + " checks:, and its name at the alias");
            return Optional.empty();
        }
        used.add(key(kind, name));
        boolean reverse = line.words().contains("reverse")
                || written.isEmpty()
                        && declaredReverse(kind, name)
                        && !line.words().contains("noreverse");
        return Optional.of(new Track(kind, name, written.orElse(declared.get()), reverse, line));
    }

    /** The weight where the line says nothing else; empty when it is not known. */
    private Optional<Integer> declared(TrackKind kind, String name) {
        return switch (kind) {
            case SCRIPT -> Optional.ofNullable(scripts.get(name)).map(Script::weight);
            case PROCESS -> Optional.ofNullable(processes.get(name)).map(TrackedProcess::weight);
            case FILE -> Optional.ofNullable(files.get(name)).map(TrackedFile::weight);
            case INTERFACE -> Optional.of(0);
        };
    }

    private boolean declaredReverse(TrackKind kind, String name) {
        return switch (kind) {
            case SCRIPT -> scripts.get(name).reverse();
            case PROCESS -> processes.get(name).reverse();
            case FILE -> files.get(name).reverse();
            case INTERFACE -> false;
        };
    }
}
