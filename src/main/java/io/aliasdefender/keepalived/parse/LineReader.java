package io.aliasdefender.keepalived.parse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the lines that count out of a file and all that it includes, as they hold on one host. */
final class LineReader {
    private static final Set<String> INCLUDES =
            Set.of("include", "includer", "includem", "includew", "includeb", "includea", "includet");

    private static final String PART = "import a part of it";

    private final Sources sources;
    private final Optional<String> host;
    private final Definitions definitions = new Definitions();
    private final Set<String> hosts = new LinkedHashSet<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<Remark> remarks = new ArrayList<>();
    private final Deque<Path> including = new ArrayDeque<>();
    private int files;
    private long characters;

    /** @param host what {@code @} words are compared with; empty: none of them holds */
    LineReader(Sources sources, Optional<String> host) {
        this.sources = sources;
        this.host = host;
        definitions.define("_HASH", "#");
        definitions.define("_BANG", "!");
        host.ifPresent(name -> definitions.define("_INSTANCE", name));
    }

    List<Line> lines() {
        return lines;
    }

    List<Remark> remarks() {
        return remarks;
    }

    /** The hosts that {@code @} words name. */
    Set<String> hosts() {
        return hosts;
    }

    void read(Path file) throws ParseFailure {
        byte[] content;
        try {
            content = sources.read(file);
        } catch (IOException failure) {
            throw new ParseFailure(
                    new Place(file.toString(), 0), reason(failure), "name the file that keepalived is started with");
        }
        readText(file, content);
    }

    private static String reason(IOException failure) {
        return failure.getMessage() == null ? "it cannot be read" : failure.getMessage();
    }

    private void readText(Path file, byte[] content) throws ParseFailure {
        String text = Texts.decoded(file.toString(), content);
        Path folder = folderOf(file);
        definitions.define("_PWD", folder.toString());
        including.push(file.toAbsolutePath().normalize());
        Continued open = null;
        int number = 0;
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            String line = text.substring(from, end < 0 ? text.length() : end).stripTrailing();
            from = end < 0 ? text.length() : end + 1;
            Place place = new Place(file.toString(), ++number);
            if (line.length() > Limits.LINE_CHARACTERS) {
                throw new ParseFailure(
                        place, "the line has more than " + Limits.LINE_CHARACTERS + " characters", "name a text file");
            }
            open = line(line, place, folder, open);
        }
        if (open != null) {
            definitions.define(open.name, open.lines);
        }
        including.pop();
    }

    /** A definition whose lines are being read. */
    private record Continued(String name, List<String> lines) {}

    /** Handles one line of a file; gives the definition that goes on in the next one, if any. */
    private Continued line(String line, Place place, Path folder, Continued open) throws ParseFailure {
        Comments.Stripped stripped = Comments.strip(line);
        remark(stripped, place);
        String text = stripped.text();
        if (open != null) {
            boolean more = text.endsWith("\\");
            open.lines.add(more ? text.substring(0, text.length() - 1).strip() : text);
            if (more) {
                return open;
            }
            definitions.define(open.name, open.lines);
            return null;
        }
        Optional<Definitions.Begun> begun = condition(text).flatMap(Definitions::begun);
        if (begun.isPresent() && begun.get().continued()) {
            List<String> first = new ArrayList<>(List.of(begun.get().text()));
            return new Continued(begun.get().name(), first);
        }
        process(text, place, folder, 0);
        return null;
    }

    private void remark(Comments.Stripped stripped, Place place) {
        if (stripped.unclosed()) {
            remarks.add(new Remark(place, "a double quote is never closed: keepalived ignores what follows it"));
        }
        if (stripped.cut()) {
            remarks.add(new Remark(
                    place,
                    "a comment begins in the middle of a word: keepalived reads only what is before it; if it belongs to"
                            + " the word, that needs double quotes"));
        }
    }

    /** What of a line holds on this host; empty where its condition does not. */
    private Optional<String> condition(String text) {
        String rest = text;
        while (rest.startsWith("@")) {
            boolean negated = rest.startsWith("@^");
            int end = 0;
            while (end < rest.length() && !Tokenizer.isSpace(rest.charAt(end))) {
                end++;
            }
            String name = rest.substring(negated ? 2 : 1, end);
            if (!name.isEmpty() && !name.contains("$")) {
                hosts.add(name);
            }
            if (end == rest.length() || host.filter(name::equals).isPresent() == negated) {
                return Optional.empty();
            }
            rest = rest.substring(end).strip();
        }
        return Optional.of(rest);
    }

    private void process(String line, Place place, Path folder, int depth) throws ParseFailure {
        String text = condition(line).orElse("");
        if (text.isEmpty()) {
            return;
        }
        // Definitions can also be used so that nothing comes of it, for ever.
        characters += text.length() + Limits.CHARACTERS_OF_A_STEP;
        if (characters > Limits.CHARACTERS || text.length() > Limits.LINE_CHARACTERS) {
            throw new ParseFailure(place, "its definitions make more text than anybody can have meant", PART);
        }
        if (depth > Limits.EXPANSION_DEPTH) {
            throw new ParseFailure(
                    place,
                    "definitions are nested more than " + Limits.EXPANSION_DEPTH + " deep",
                    "see whether one of them contains itself");
        }
        Optional<Definitions.Begun> begun = Definitions.begun(text);
        if (begun.isPresent()) {
            definitions.define(begun.get().name(), begun.get().text());
        } else if (isInclude(text)) {
            include(Tokenizer.plain(text).get(1), place, folder);
        } else if (text.startsWith("~")) {
            repeat(text, place, folder, depth);
        } else if (definitions.usedIn(text)) {
            for (String one : definitions.substituted(text)) {
                process(one.strip(), place, folder, depth + 1);
            }
        } else {
            add(new Line(place, text));
        }
    }

    private void add(Line line) throws ParseFailure {
        if (lines.size() >= Limits.LINES) {
            throw new ParseFailure(
                    line.place(),
                    "there are more than " + Limits.LINES + " lines, with those that definitions make",
                    PART);
        }
        lines.add(line);
    }

    private void repeat(String text, Place place, Path folder, int depth) throws ParseFailure {
        int end = text.indexOf(')') + 1;
        String head = end > 0 && definitions.usedIn(text.substring(0, end))
                ? String.join(" ", definitions.substituted(text.substring(0, end)))
                : text.substring(0, Math.max(0, end));
        Optional<Repetition> repetition = Repetition.of(head + text.substring(Math.max(0, end)));
        if (repetition.isEmpty()) {
            remarks.add(
                    new Remark(place, "keepalived cannot read this repetition, and neither can the import: " + text));
            return;
        }
        for (Map<String, String> turn : repetition.get().turns()) {
            turn.forEach(definitions::define);
            process(repetition.get().text(), place, folder, depth + 1);
        }
    }

    private static boolean isInclude(String text) {
        if (!text.startsWith("include")) {
            return false;
        }
        List<String> words = Tokenizer.plain(text);
        return words.size() == 2 && INCLUDES.contains(words.get(0));
    }

    private void include(String pattern, Place place, Path folder) throws ParseFailure {
        List<Path> found;
        try {
            found = sources.matching(folder, pattern);
        } catch (IOException failure) {
            remarks.add(new Remark(place, "include " + pattern + " was left out: " + reason(failure)));
            return;
        }
        if (found.isEmpty()) {
            remarks.add(new Remark(place, "include " + pattern + " was left out: there is no such file"));
        }
        for (Path file : found) {
            Path absolute = file.toAbsolutePath().normalize();
            if (including.contains(absolute) || including.size() >= Limits.INCLUDE_DEPTH) {
                throw new ParseFailure(
                        place,
                        including.contains(absolute)
                                ? "include " + pattern + " includes " + file + ", which is just being read"
                                : "files include each other more than " + Limits.INCLUDE_DEPTH + " deep",
                        "take out one of these include lines");
            }
            if (++files > Limits.FILES) {
                throw new ParseFailure(
                        place, "more than " + Limits.FILES + " files are included", "include fewer of them");
            }
            included(file, place, folder);
        }
    }

    private void included(Path file, Place place, Path folder) throws ParseFailure {
        try {
            readText(file, sources.read(file));
            definitions.define("_PWD", folder.toString());
        } catch (IOException failure) {
            remarks.add(new Remark(place, file + " was left out: " + reason(failure)));
        }
    }

    private static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? Path.of("/") : folder;
    }
}
