package io.aliasdefender.config;

import io.aliasdefender.files.PathTrust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A program that a configuration names, as an argument list without a shell. */
final class ArgumentList {
    /** More than any script needs; the kernel's own limit is far beyond. */
    private static final int MOST_ARGUMENTS = 64;

    private final Values values;
    private final Findings findings;
    private final boolean elsewhere;

    /** @param elsewhere whether the program is on another machine, and cannot be looked at */
    ArgumentList(Values values, Findings findings, boolean elsewhere) {
        this.values = values;
        this.findings = findings;
        this.elsewhere = elsewhere;
    }

    /** The program and its arguments; empty when something is wrong with it, which is said then. */
    Optional<List<String>> argv(Yaml value, String what) {
        String remedy = "write a list such as [/etc/alias-defender/hooks/role, --verbose]";
        List<Yaml> items = values.list(value, what, remedy);
        List<String> argv = items.stream()
                .flatMap(item -> values.text(item, what + ": an argument", remedy).stream())
                .toList();
        if (argv.isEmpty() || argv.size() < items.size()) {
            return Optional.empty();
        }
        if (argv.size() > MOST_ARGUMENTS) {
            findings.error(value.at(), what + " has more than " + MOST_ARGUMENTS + " words", "put them into a script");
            return Optional.empty();
        }
        return values.judged(
                        ExecutableFile.judge(argv.get(0), elsewhere),
                        items.get(0).at(),
                        what)
                .map(program -> {
                    warn(program, items.get(0).at(), what);
                    return argv;
                });
    }

    /** What others can change is not run; what a group can change is told. */
    private void warn(Path program, At at, String what) {
        if (elsewhere) {
            return;
        }
        try {
            for (PathTrust.Flaw flaw : PathTrust.of(program)) {
                String sentence = what + " " + Quoted.of(program.toString()) + ": " + flaw.path() + " " + flaw.what();
                findings.warning(at, sentence, flaw.remedy());
            }
        } catch (IOException unreadable) {
            findings.warning(
                    at,
                    what + " " + Quoted.of(program.toString()) + " cannot be looked at: " + unreadable.getMessage(),
                    "name another program");
        }
    }
}
