package io.aliasdefender.cli;

import io.aliasdefender.payload.Log;
import org.slf4j.event.Level;
import picocli.CommandLine.Option;

/** What the command line says of the daemon's log; it wins over the configuration. */
final class LogOptions {
    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "ERROR, WARN, INFO, DEBUG or TRACE. Default: as configured, else INFO")
    private Level level;

    @Option(
            names = "--log-to",
            paramLabel = "WHERE",
            description = "auto (the journal under systemd, else standard error), stderr or syslog."
                    + " Default: as configured, else auto")
    private Log.To to;

    LogOptions() {}

    /** As if they had been given; null: not given. */
    LogOptions(Level level, Log.To to) {
        this.level = level;
        this.to = to;
    }

    /** The configuration's log as this command line wants it. */
    Logging.Options over(Log log) {
        Logging.Options options =
                Logging.Options.forDaemon(new Log(log.level(), log.format(), to == null ? log.to() : to));
        return level == null ? options : new Logging.Options(level, options.form(), options.json(), options.patient());
    }
}
