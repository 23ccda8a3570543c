package io.aliasdefender.manual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What people may know of a program's commands. */
final class Commands {
    private Commands() {}

    static List<CommandSpec> of(CommandLine program) {
        return program.getCommandSpec().subcommands().values().stream()
                .distinct()
                .map(CommandLine::getCommandSpec)
                .filter(command -> !command.usageMessage().hidden())
                .distinct()
                .toList();
    }

    /** Its name, then its other names. */
    static List<String> names(CommandSpec command) {
        return Stream.concat(Stream.of(command.name()), Arrays.stream(command.aliases()))
                .toList();
    }

    static List<OptionSpec> options(CommandSpec command) {
        return command.options().stream().filter(option -> !option.hidden()).toList();
    }

    static List<PositionalParamSpec> positionals(CommandSpec command) {
        return command.positionalParameters().stream()
                .filter(positional -> !positional.hidden())
                .toList();
    }

    static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    /** One sentence. */
    static String summary(CommandSpec command) {
        return expand(command.usageMessage().description()).get(0);
    }

    /** What the summary leaves out, a paragraph each. */
    static List<String> details(CommandSpec command) {
        List<String> all = expand(command.usageMessage().description());
        return all.subList(1, all.size());
    }

    static String description(ArgSpec argument) {
        return String.join(" ", expand(argument.description()))
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValueString()))
                .replace("${COMPLETION-CANDIDATES}", String.join(", ", candidates(argument)));
    }

    /** The first sentence of that. */
    static String hint(ArgSpec argument) {
        return description(argument).split("\\. ", 2)[0];
    }

    /** The words that may be its value; none where there are too many to be listed. */
    static List<String> candidates(ArgSpec argument) {
        Iterable<String> candidates = argument.completionCandidates();
        List<String> words = new ArrayList<>();
        if (candidates != null) {
            candidates.forEach(words::add);
        }
        return words;
    }

    /** What its value is in a file system, if it is anything there. */
    static Kind kind(ArgSpec argument) {
        String label = argument.paramLabel();
        if (label.contains("DIR") || label.contains("FOLDER")) {
            return Kind.FOLDER;
        }
        return label.contains("FILE") ? Kind.FILE : Kind.WORD;
    }

    enum Kind {
        FILE,
        FOLDER,
        WORD
    }

    /** Picocli's own marks (of colours and new lines) are for terminals. */
    private static List<String> expand(String[] lines) {
        return Arrays.stream(lines)
                .map(line ->
                        CommandLine.Help.Ansi.OFF.string(line.replace("%n", "").replace("%%", "%")))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
