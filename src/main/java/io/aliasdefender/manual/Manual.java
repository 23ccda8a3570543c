package io.aliasdefender.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Writes what is installed beside the program for those who type: manual pages, and completions for three shells. */
public final class Manual {
    /** Where a page has text that is made from elsewhere: {@code {{name}}} on a line of its own. */
    private static final Pattern PLACEHOLDER = Pattern.compile("^\\{\\{([a-z-]+)}}$", Pattern.MULTILINE);

    /** The name of a page's source: {@code TITLE.SECTION.md}. */
    private static final Pattern SOURCE = Pattern.compile("(.+)\\.([1-9])\\.md");

    private static final Pattern HASHBANG = Pattern.compile("\\A#!.*\n");

    private static final Pattern TITLE = Pattern.compile("\\A# .*\n");

    private final CommandLine program;
    private final String version;
    private final String date;

    /**
     * @param program with all of its commands
     * @param version of the program
     * @param date of the pages, such as {@code 2026-01-31}
     */
    public Manual(CommandLine program, String version, String date) {
        this.program = program;
        this.version = version;
        this.date = date;
    }

    /**
     * Makes a page of each {@code TITLE.SECTION.md}.
     *
     * @param sources where those are
     * @param configuration everything about the configuration, as Markdown
     * @param target where {@code TITLE.SECTION} is written
     */
    public void writePages(Path sources, Path configuration, Path target) throws IOException {
        Map<String, String> placeholders = new java.util.HashMap<>(new CommandText(program).placeholders());
        placeholders.put(
                "configuration", TITLE.matcher(Files.readString(configuration)).replaceFirst(""));
        try (var files = Files.list(sources)) {
            for (Path source : files.sorted().toList()) {
                Matcher name = SOURCE.matcher(source.getFileName().toString());
                if (name.matches()) {
                    String markdown = filled(Files.readString(source), placeholders, source);
                    Files.writeString(
                            target.resolve(name.group(1) + "." + name.group(2)),
                            Roff.page(
                                    name.group(1),
                                    name.group(2),
                                    date,
                                    program.getCommandName() + " " + version,
                                    name.group(2).equals("5") ? "File Formats Manual" : "System Manager's Manual",
                                    markdown));
                }
            }
        }
    }

    /** Each in the file that its shell looks for. */
    public void writeCompletions(Path target) throws IOException {
        String name = program.getCommandName();
        // It is read, not run.
        Files.writeString(
                target.resolve(name),
                HASHBANG.matcher(AutoComplete.bash(name, program)).replaceFirst(""));
        Files.writeString(target.resolve("_" + name), ZshCompletion.of(program));
        Files.writeString(target.resolve(name + ".fish"), FishCompletion.of(program));
    }

    private static String filled(String markdown, Map<String, String> placeholders, Path source) {
        return PLACEHOLDER.matcher(markdown).replaceAll(match -> {
            String text = placeholders.get(match.group(1));
            if (text == null) {
                throw new IllegalArgumentException(source + ": nothing is known of {{" + match.group(1) + "}}");
            }
            return Matcher.quoteReplacement(text);
        });
    }
}
