package io.aliasdefender.keepalived;

import io.aliasdefender.keepalived.HostConfig.Found;
import io.aliasdefender.keepalived.HostConfig.Garp;
import io.aliasdefender.keepalived.parse.Statement;
import java.time.Duration;
import java.util.Optional;

/** Reads the words about gratuitous ARP, which are the same for the whole file and for an instance. */
final class GarpReader {
    private static final int MOST_REPEATS = 1_000;

    private final Notes notes;
    private final Numbers numbers;
    private final String prefix;
    private Garp garp = Garp.NONE;

    /** @param prefix of the words */
    GarpReader(Notes notes, String prefix) {
        this.notes = notes;
        this.numbers = new Numbers(notes);
        this.prefix = prefix;
    }

    Garp garp() {
        return garp;
    }

    /** Whether it is one of these words. */
    boolean read(Statement statement) {
        if (!statement.keyword().startsWith(prefix + "garp_")) {
            return false;
        }
        switch (statement.keyword().substring(prefix.length())) {
            case "garp_master_repeat" ->
                garp = new Garp(
                        numbers.whole(statement, 1, MOST_REPEATS).map(count -> new Found<>(count, statement)),
                        garp.delay(),
                        garp.refresh(),
                        garp.interval());
            case "garp_master_delay" ->
                garp = new Garp(garp.repeat(), seconds(statement), garp.refresh(), garp.interval());
            case "garp_master_refresh" ->
                garp = new Garp(garp.repeat(), garp.delay(), seconds(statement), garp.interval());
            case "garp_interval" -> garp = new Garp(garp.repeat(), garp.delay(), garp.refresh(), seconds(statement));
            case "garp_master_refresh_repeat" ->
                notes.approximated(
                        statement, statement.text() + ": each refresh is one announcement here, in both forms of ARP");
            default -> {
                return false;
            }
        }
        return true;
    }

    private Optional<Found<Duration>> seconds(Statement statement) {
        return numbers.seconds(statement).map(duration -> new Found<>(duration, statement));
    }
}
