package io.aliasdefender.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import io.aliasdefender.core.PlainText;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/** Writes an event in one of the {@link LogForm}s. By hand, because parsing a pattern would cost every start. */
final class LogLayout extends LayoutBase<ILoggingEvent> {
    private static final String RESET = "\033[0m";
    private static final String TAG =
            "alias-defender[" + ProcessHandle.current().pid() + "]: ";
    private static final Map<Integer, String> LEVELS = Map.of(3, "error", 4, "warning", 6, "info", 7, "debug");

    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    /** System daemons (syslog(3)). */
    private static final int FACILITY_DAEMON = 3 << 3;

    private static final String CAUSE = "cause";

    private final LogForm form;
    private final boolean json;
    private final ZoneId zone;

    /** @param zone of the times in the forms for people */
    LogLayout(LogForm form, boolean json, ZoneId zone) {
        this.form = form;
        this.json = json;
        this.zone = zone;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String text = json ? json(event) : text(event);
        return switch (form) {
            case PLAIN -> json ? text + "\n" : time(event) + " " + level(event) + " " + text + "\n";
            case COLOUR ->
                json ? text + "\n" : time(event) + " " + colour(event) + level(event) + RESET + " " + text + "\n";
            case JOURNAL -> prefixed("<" + priority(event) + ">", text);
            case SYSLOG -> prefixed("<" + (FACILITY_DAEMON | priority(event)) + ">" + date(event) + " " + TAG, text);
        };
    }

    private static String text(ILoggingEvent event) {
        String text = source(event) + PlainText.line(event.getFormattedMessage());
        for (KeyValuePair pair : pairs(event)) {
            text += pair.key.equals(CAUSE) ? " [" + PlainText.line(String.valueOf(pair.value)) + "]" : "";
        }
        return event.getThrowableProxy() == null
                ? text
                : text + "\n"
                        + PlainText.lines(ThrowableProxyUtil.asString(event.getThrowableProxy()))
                                .stripTrailing();
    }

    /** One line, whatever is in it. */
    private static String json(ILoggingEvent event) {
        JsonObject line = new JsonObject()
                .put("time", Instant.ofEpochMilli(event.getTimeStamp()).toString())
                .put("level", LEVELS.get(priority(event)))
                .put("message", source(event) + event.getFormattedMessage());
        pairs(event).forEach(pair -> line.put(pair.key, pair.value));
        if (event.getThrowableProxy() != null) {
            line.put("trace", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return PlainText.line(line.encode());
    }

    private static List<KeyValuePair> pairs(ILoggingEvent event) {
        return event.getKeyValuePairs() == null ? List.of() : event.getKeyValuePairs();
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

    /** {@code Jan  2 03:05:06}, as syslogd wants it. */
    private String date(ILoggingEvent event) {
        LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochMilli(event.getTimeStamp()), zone);
        StringBuilder text = new StringBuilder(16).append(MONTHS.get(time.getMonthValue() - 1));
        text.append(time.getDayOfMonth() < 10 ? "  " : " ").append(time.getDayOfMonth());
        padded(text.append(' '), time.getHour(), 10).append(':');
        padded(text, time.getMinute(), 10).append(':');
        return padded(text, time.getSecond(), 10).toString();
    }

    /** The journal and the system log read line by line: each needs the prefix. */
    private static String prefixed(String prefix, String text) {
        StringBuilder lines = new StringBuilder(text.length() + prefix.length() + 1);
        text.lines().forEach(line -> lines.append(prefix).append(line).append('\n'));
        return lines.toString();
    }
}
