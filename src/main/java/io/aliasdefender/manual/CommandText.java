package io.aliasdefender.manual;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the manual says of each command, as Markdown. */
final class CommandText {
    /** Options of as many commands as this, with the same words, are told of once. */
    private static final int COMMON = 3;

    private final CommandLine program;
    private final List<CommandSpec> commands;

    CommandText(CommandLine program) {
        this.program = program;
        commands = Commands.of(program);
    }

    /** What the placeholders of a page stand for. */
    Map<String, String> placeholders() {
        return Map.of(
                "commands", commands.stream().map(this::command).collect(Collectors.joining("\n")),
                "common-options", common().map(this::option).collect(Collectors.joining("\n")),
                "exit-status", exitStatus(),
                "examples", "```\n" + String.join("\n", footer()) + "\n```\n");
    }

    private String command(CommandSpec command) {
        String synopsis = String.join(
                " ",
                new Help(command, Help.defaultColorScheme(Help.Ansi.OFF))
                        .synopsis(0)
                        .strip()
                        .split("\\s+"));
        StringBuilder text = new StringBuilder();
        text.append("### ").append(String.join(", ", Commands.names(command))).append("\n\n");
        text.append('`').append(synopsis).append("`\n\n");
        text.append(Commands.summary(command)).append("\n\n");
        Commands.details(command).forEach(paragraph -> text.append(paragraph).append("\n\n"));
        Commands.positionals(command)
                .forEach(argument ->
                        text.append(term("*" + argument.paramLabel() + "*", Commands.description(argument))));
        Commands.options(command).stream()
                .filter(option -> !isCommon(option))
                .map(this::option)
                .forEach(text::append);
        return text.toString();
    }

    private Stream<OptionSpec> common() {
        return commands.stream()
                .flatMap(command -> Commands.options(command).stream())
                .filter(this::isCommon)
                .collect(Collectors.toMap(
                        CommandText::words, option -> option, (first, again) -> first, java.util.LinkedHashMap::new))
                .values()
                .stream();
    }

    private boolean isCommon(OptionSpec option) {
        return commands.stream()
                        .flatMap(command -> Commands.options(command).stream())
                        .filter(other -> words(other).equals(words(option)))
                        .count()
                >= COMMON;
    }

    private static String words(OptionSpec option) {
        return List.of(option.names()) + Commands.description(option);
    }

    private String option(OptionSpec option) {
        String value = Commands.takesValue(option) ? "=*" + option.paramLabel() + "*" : "";
        String names = Stream.of(option.names()).map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        return term(names + value, Commands.description(option));
    }

    private static String term(String term, String explanation) {
        return term + "\n: " + explanation + "\n\n";
    }

    private String exitStatus() {
        return program.getCommandSpec().usageMessage().exitCodeList().entrySet().stream()
                .map(code -> term("`" + code.getKey() + "`", code.getValue()))
                .collect(Collectors.joining());
    }

    private List<String> footer() {
        return List.of(program.getCommandSpec().usageMessage().footer());
    }
}
