package io.aliasdefender.config;

import io.aliasdefender.files.PathTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A program that a configuration names, as an argument list without a shell. */
final class ExecutableFile {
    /** More than any script needs; the kernel's own limit is far beyond. */
    private static final int MOST_ARGUMENTS = 64;

    private final Values values;
    private final Findings findings;
    private final boolean elsewhere;

    /** @param elsewhere whether the program is on another machine, and cannot be looked at */
    ExecutableFile(Values values, Findings findings, boolean elsewhere) {
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
        return judge(argv.get(0), items.get(0).at(), what) ? Optional.of(argv) : Optional.empty();
    }

    private boolean judge(String program, At at, String what) {
        if (!program.startsWith("/")) {
            findings.error(
                    at,
                    what + " " + Quoted.of(program) + " is not absolute",
                    "write the whole path, such as /usr/local/bin/NAME; there is no shell that looks for it");
            return false;
        }
        if (elsewhere) {
            return true;
        }
        Path path = Path.of(program);
        String called = what + " " + Quoted.of(program);
        if (!Files.exists(path)) {
            findings.errorNow(at, called + " is not there", "write that file, or name another");
            return false;
        }
        if (!Files.isRegularFile(path)) {
            findings.error(at, called + " is no file", "name a program");
            return false;
        }
        if (!Files.isExecutable(path)) {
            findings.error(at, called + " cannot be executed", "run chmod +x " + program);
            return false;
        }
        return trusted(path, at, called);
    }

    /** What others can change is not run; what a group can change is told. */
    private boolean trusted(Path path, At at, String called) {
        try {
            for (PathTrust.Flaw flaw : PathTrust.of(path)) {
                String sentence = called + ": " + flaw.path() + " " + flaw.what();
                if (flaw.who() == PathTrust.Who.STRANGER) {
                    findings.error(at, sentence, flaw.remedy());
                    return false;
                }
                findings.warning(at, sentence, flaw.remedy());
            }
            return true;
        } catch (IOException unreadable) {
            findings.errorNow(at, called + " cannot be looked at: " + unreadable.getMessage(), "name another file");
            return false;
        }
    }
}
