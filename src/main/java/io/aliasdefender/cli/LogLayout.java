package io.aliasdefender.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/** Writes an event in one of the {@link LogForm}s. By hand, because parsing a pattern would cost every start. */
final class LogLayout extends LayoutBase<ILoggingEvent> {
    private static final String RESET = "\033[0m";

    private final LogForm form;
    private final ZoneId zone;

    /** @param zone of the times in the plain forms */
    LogLayout(LogForm form, ZoneId zone) {
        this.form = form;
        this.zone = zone;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String text = source(event) + event.getFormattedMessage();
        if (event.getThrowableProxy() != null) {
            text += "\n"
                    + ThrowableProxyUtil.asString(event.getThrowableProxy()).stripTrailing();
        }
        return switch (form) {
            case PLAIN -> time(event) + " " + level(event) + " " + text + "\n";
            case COLOUR -> time(event) + " " + colour(event) + level(event) + RESET + " " + text + "\n";
            case JOURNAL -> journal(priority(event), text);
        };
    }

    /** Who speaks, when it is not this program. */
    private static String source(ILoggingEvent event) {
        return event.getLoggerName().startsWith(Logging.OWN) ? "" : event.getLoggerName() + ": ";
    }

    private String time(ILoggingEvent event) {
        LocalTime time = LocalTime.ofInstant(Instant.ofEpochMilli(event.getTimeStamp()), zone);
        StringBuilder text = new StringBuilder(12);
        padded(text, time.getHour(), 10).append(':');
        padded(text, time.getMinute(), 10).append(':');
        padded(text, time.getSecond(), 10).append('.');
        return padded(text, time.getNano() / 1_000_000, 100).toString();
    }

    private static StringBuilder padded(StringBuilder text, int number, int from) {
        for (int limit = from; limit > 1 && number < limit; limit /= 10) {
            text.append('0');
        }
        return text.append(number);
    }

    private static String level(ILoggingEvent event) {
        String name = event.getLevel().toString();
        return name.length() < 5 ? name + " " : name;
    }

    private static String colour(ILoggingEvent event) {
        return switch (event.getLevel().toInt()) {
            case Level.ERROR_INT -> "\033[1;31m";
            case Level.WARN_INT -> "\033[33m";
            case Level.INFO_INT -> "\033[32m";
            default -> "\033[2m";
        };
    }

    /** A priority of syslog(3). */
    private static int priority(ILoggingEvent event) {
        return switch (event.getLevel().toInt()) {
            case Level.ERROR_INT -> 3;
            case Level.WARN_INT -> 4;
            case Level.INFO_INT -> 6;
            default -> 7;
        };
    }

    /** The journal reads line by line: each needs the prefix. */
    private static String journal(int priority, String text) {
        StringBuilder lines = new StringBuilder(text.length() + 4);
        text.lines()
                .forEach(line -> lines.append('<')
                        .append(priority)
                        .append('>')
                        .append(line)
                        .append('\n'));
        return lines.toString();
    }
}
