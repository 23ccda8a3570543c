package io.aliasdefender.manual;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for zsh, by its own {@code _arguments} (zshcompsys(1)). */
final class ZshCompletion {
    private ZshCompletion() {}

    static String of(CommandLine program) {
        String name = program.getCommandName();
        List<CommandSpec> commands = Commands.of(program);
        StringBuilder out = new StringBuilder();
        out.append("#compdef ").append(name).append("\n\n");
        out.append("local -a commands arguments\nlocal curcontext=\"$curcontext\" state line ret=1\n");
        out.append("typeset -A opt_args\n\ncommands=(\n");
        for (CommandSpec command : commands) {
            for (String spelling : Commands.names(command)) {
                out.append("    ")
                        .append(quoted(spelling + ":" + Commands.summary(command)))
                        .append('\n');
            }
        }
        out.append(")\n\n_arguments -C \\\n");
        Commands.options(program.getCommandSpec())
                .forEach(option -> out.append("    ").append(option(option)).append(" \\\n"));
        out.append("    '1: :->command' '*:: :->arguments' && ret=0\n\n");
        out.append("case $state in\n    command) _describe -t commands command commands && ret=0 ;;\n");
        out.append("    arguments)\n        case $words[1] in\n");
        commands.forEach(command -> out.append(arguments(command)));
        return out.append("        esac\n        (($#arguments)) && _arguments $arguments && ret=0\n        ;;\n")
                .append("esac\n\nreturn ret\n")
                .toString();
    }

    private static String arguments(CommandSpec command) {
        String specifications = Stream.concat(
                        Commands.options(command).stream().map(ZshCompletion::option),
                        Commands.positionals(command).stream()
                                .map(argument -> quoted("::" + argument.paramLabel() + ":" + action(argument))))
                .map(specification -> "                    " + specification + "\n")
                .collect(Collectors.joining());
        return "            " + String.join(" | ", Commands.names(command)) + ")\n                arguments=(\n"
                + specifications + "                )\n                ;;\n";
    }

    /** All spellings exclude each other. */
    private static String option(OptionSpec option) {
        List<String> names = List.of(option.names());
        boolean value = Commands.takesValue(option);
        String explanation = "[" + Commands.hint(option).replaceAll("([\\[\\]\\\\:])", "\\\\$1") + "]"
                + (value ? ":" + option.paramLabel() + ":" + action(option) : "");
        return names.stream()
                .map(name -> quoted("(" + String.join(" ", names) + ")" + name
                        // The value of a long one is joined by "=" or is the next word.
                        + (value ? name.startsWith("--") ? "=" : "+" : "") + explanation))
                .collect(Collectors.joining(" "));
    }

    private static String action(ArgSpec argument) {
        List<String> words = Commands.candidates(argument);
        if (!words.isEmpty()) {
            return "(" + String.join(" ", words) + ")";
        }
        return switch (Commands.kind(argument)) {
            case FILE -> "_files";
            case FOLDER -> "_files -/";
            case WORD -> " ";
        };
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
