package io.aliasdefender.manual;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for fish, by its own {@code complete} (complete(1)). */
final class FishCompletion {
    private FishCompletion() {}

    static String of(CommandLine program) {
        String complete = "complete -c " + program.getCommandName();
        StringBuilder out = new StringBuilder();
        out.append("# No files where nothing says so.\n").append(complete).append(" -f\n");
        for (OptionSpec option : Commands.options(program.getCommandSpec())) {
            out.append(complete).append(" -n __fish_use_subcommand").append(option(option));
        }
        for (CommandSpec command : Commands.of(program)) {
            out.append('\n');
            for (String name : Commands.names(command)) {
                out.append(complete)
                        .append(" -n __fish_use_subcommand -a ")
                        .append(name)
                        .append(" -d ")
                        .append(quoted(Commands.summary(command)))
                        .append('\n');
            }
            String here = " -n " + quoted("__fish_seen_subcommand_from " + String.join(" ", Commands.names(command)));
            Commands.options(command)
                    .forEach(option -> out.append(complete).append(here).append(option(option)));
        }
        return out.toString();
    }

    private static String option(OptionSpec option) {
        StringBuilder out = new StringBuilder();
        for (String name : option.names()) {
            out.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^--?", ""));
        }
        if (Commands.takesValue(option)) {
            out.append(value(option));
        }
        return out.append(" -d ")
                .append(quoted(Commands.hint(option)))
                .append('\n')
                .toString();
    }

    private static String value(ArgSpec argument) {
        List<String> words = Commands.candidates(argument);
        if (!words.isEmpty()) {
            return " -x -a " + quoted(String.join(" ", words));
        }
        return switch (Commands.kind(argument)) {
            case FILE -> " -r -F";
            case FOLDER -> " -x -a '(__fish_complete_directories)'";
            case WORD -> " -x";
        };
    }

    private static String quoted(String word) {
        return "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
