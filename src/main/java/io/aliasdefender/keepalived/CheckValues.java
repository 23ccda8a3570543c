package io.aliasdefender.keepalived;

import io.aliasdefender.keepalived.HostConfig.Script;
import io.aliasdefender.keepalived.HostConfig.Track;
import io.aliasdefender.keepalived.HostConfig.TrackedFile;
import io.aliasdefender.keepalived.HostConfig.TrackedProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes a check of ours out of a script, a process, a file or an interface that keepalived looks at. */
final class CheckValues {
    private static final Duration LEAST_EVERY = Duration.ofMillis(100);
    private static final Duration MOST_EVERY = Duration.ofHours(1);
    private static final Duration MOST_TIMEOUT = Duration.ofMinutes(5);
    private static final int MOST_COUNT = 100;
    private static final Set<String> OF_PROCESSES = Set.of("killall", "pidof", "pgrep", "ps", "systemctl");

    private final Notes notes;
    private final Function<String, Optional<String>> program;

    CheckValues(Notes notes, Function<String, Optional<String>> program) {
        this.notes = notes;
        this.program = program;
    }

    /**
     * @param text the check as YAML
     * @param broken why it cannot be right as it is; then it is written as a comment
     */
    record Value(String text, List<String> comments, Optional<String> broken) {}

    /** Empty when nothing like it can be made, which is reported then. */
    Optional<Value> of(Track track, HostConfig config) {
        return switch (track.kind()) {
            case SCRIPT -> Optional.of(script(config.scripts().get(track.name())));
            case PROCESS -> Optional.of(process(config.processes().get(track.name())));
            case FILE -> file(config.files().get(track.name()), track);
            case INTERFACE ->
                Optional.of(
                        new Value("{interface: " + YamlText.scalar(track.name()) + "}", List.of(), Optional.empty()));
        };
    }

    private Value script(Script script) {
        List<String> comments = new ArrayList<>();
        List<String> argv = new ArrayList<>(script.command());
        String called = argv.get(0);
        boolean forShell = Commands.isForShell(argv);
        if (forShell) {
            argv = new ArrayList<>(List.of("/bin/sh", "-c", Commands.told(argv)));
        } else {
            argv.set(0, absolute(called, script, comments));
        }
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("exec", YamlText.list(argv));
        keys.put("every", Times.yaml(Times.within(script.every(), LEAST_EVERY, MOST_EVERY)));
        keys.put(
                "timeout",
                Times.yaml(Times.within(script.timeout().orElse(script.every()), LEAST_EVERY, MOST_TIMEOUT)));
        keys.put("fall", Integer.toString(Math.min(MOST_COUNT, script.fall())));
        keys.put("rise", Integer.toString(Math.min(MOST_COUNT, script.rise())));
        script.user().ifPresent(user -> keys.put("user", YamlText.scalar(user)));
        if (script.timeout().isEmpty()) {
            notes.approximated(script.at(), script.at().text() + ": no timeout; here it is that of its interval");
        }
        if (script.user().isEmpty()) {
            notes.approximated(
                    script.at(),
                    script.at().text()
                            + ": no user; keepalived takes keepalived_script, or root where there is none, and"
                            + " the defender an unprivileged one; write user: if it needs more");
        }
        String name = called.substring(called.lastIndexOf('/') + 1);
        if (OF_PROCESSES.contains(name) && !forShell) {
            notes.approximated(
                    script.at(),
                    script.at().text() + ": " + name
                            + " says that a process is there, not that it serves; consider tcp:,"
                            + " http: or process: instead of exec:");
        }
        return new Value(
                YamlText.map(keys),
                comments,
                forShell
                        ? Optional.of("its command is written for a shell, and keepalived 2 starts none: \""
                                + Commands.told(script.command()) + "\" gets | and > as arguments. Look whether it ever"
                                + " passes: what it fails at today is not what it was written for. The import writes what"
                                + " was probably meant, with sh -c, as a comment; take the comment marks away, and name it"
                                + " at the aliases")
                        : Optional.empty());
    }

    private String absolute(String called, Script script, List<String> comments) {
        if (called.startsWith("/")) {
            return called;
        }
        Optional<String> found = program.apply(called);
        if (found.isEmpty()) {
            notes.ask(
                    script.at(),
                    script.at().text() + ": where is " + called
                            + "? keepalived looks for it, the defender wants a whole path,"
                            + " and this machine has none; the import writes /usr/bin/" + called);
            comments.add("? where is " + called + " on the hosts?");
        } else {
            notes.approximated(
                    script.at(), script.at().text() + ": " + called + " is " + found.get() + " on this machine");
        }
        return found.orElse("/usr/bin/" + called);
    }

    private Value process(TrackedProcess process) {
        String command = String.join(" ", process.process());
        String question =
                "of which unit, or which pid file, is the process " + command + "? keepalived finds it by its name"
                        + (process.counted() ? ", and counts how many there are, which nothing does here" : "")
                        + "; the defender follows one process, and notices its end at once: write process: {unit: NAME.service} or"
                        + " process: {pid-file: PATH}";
        notes.ask(process.at(), process.at().text() + ": " + question);
        return new Value("{process: {unit: \"?\"}}", List.of("? " + question), Optional.empty());
    }

    private Optional<Value> file(TrackedFile file, Track track) {
        if (track.weight() != 0) {
            notes.missing(
                    track.at(),
                    track.name() + ": the number in " + file.file() + " times " + track.weight()
                            + " is added to the priority;"
                            + " no number of a file changes the order here. A check of kind exec can say yes or no");
            return Optional.empty();
        }
        notes.approximated(
                track.at(),
                track.name() + ": a number other than 0 in " + file.file()
                        + " stops this host; here the file has to be there"
                        + " or not, whatever is in it: remove it for 0, and make it for another number");
        return Optional.of(new Value(
                "{file: " + YamlText.scalar(file.file()) + ", is: absent}",
                List.of("the file counts by being there: remove it where there is a 0 in it today"),
                Optional.empty()));
    }
}
