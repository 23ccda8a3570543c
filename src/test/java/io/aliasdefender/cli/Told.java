package io.aliasdefender.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/** How a command of this process ended, and what it said. */
record Told(int status, String out, String err) {
    /** Runs it against the daemon of a state folder. */
    static Told by(Path state, String command, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = new String[arguments.length + 3];
        all[0] = command;
        all[1] = "--state";
        all[2] = state.toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        int status = CommandTree.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
        return new Told(status, out.toString(), err.toString());
    }
}
