package io.aliasdefender.keepalived;

import io.aliasdefender.keepalived.Commands.Command;
import io.aliasdefender.keepalived.HostConfig.Globals;
import io.aliasdefender.keepalived.HostConfig.Hook;
import io.aliasdefender.keepalived.parse.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the scripts that are run when a state changes. */
final class HookReader {
    private static final Map<String, String> KINDS = Map.of(
            "notify", "any",
            "notify_master", "master",
            "notify_backup", "backup",
            "notify_fault", "fault",
            "notify_stop", "stop",
            "notify_deleted", "deleted");

    private final Notes notes;
    private final Globals globals;
    private final List<Hook> hooks = new ArrayList<>();

    HookReader(Notes notes, Globals globals) {
        this.notes = notes;
        this.globals = globals;
    }

    List<Hook> hooks() {
        return hooks;
    }

    /** Whether it is one of these words. */
    boolean read(Statement statement) {
        String kind = KINDS.get(statement.keyword());
        if (kind == null) {
            return false;
        }
        Optional<Hook> earlier =
                hooks.stream().filter(hook -> hook.kind().equals(kind)).findFirst();
        Optional<Command> command = Commands.of(statement);
        if (earlier.isPresent()) {
            notes.ask(
                    statement,
                    statement.text() + ": keepalived keeps the first " + statement.keyword() + " (line "
                            + earlier.get().at().place().line() + ") and never calls this one, and so does the import;"
                            + " if it is meant, add it to hooks:");
        } else if (kind.equals("deleted")) {
            notes.missing(
                    statement,
                    statement.text() + ": a reload that takes an alias out releases it, which is an event of"
                            + " its own; nothing to do");
        } else if (command.isEmpty()) {
            notes.ask(statement, statement.text() + ": it has no command that can be read; nothing was made of it");
        } else {
            hooks.add(new Hook(
                    kind,
                    command.get().argv(),
                    command.get().rest().stream().findFirst().or(globals::scriptUser),
                    statement));
        }
        return true;
    }
}
