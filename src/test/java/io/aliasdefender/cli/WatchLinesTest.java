package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class WatchLinesTest {
    private final WatchLines plain = new WatchLines(false, ZoneOffset.UTC, LocalDate.of(2026, 1, 2));
    private final WatchLines coloured = new WatchLines(true, ZoneOffset.UTC, LocalDate.of(2026, 1, 2));

    private static JsonObject event(String at, String alias, String cause, String level, String sentence) {
        return new JsonObject()
                .put("id", 5)
                .put("at", at)
                .put("node", "web1")
                .put("alias", alias)
                .put("cause", cause)
                .put("level", level)
                .put("sentence", sentence);
    }

    private static JsonObject status(String address) {
        JsonObject alias = new JsonObject()
                .put("address", address)
                .put("placement", address + "/64 on eth0")
                .put("view", "held")
                .put("holder", "web1")
                .put("state", "holding")
                .put("since_ms", 1_500);
        return new JsonObject().put("node", "web1").put("uptime_ms", 90_000).put("aliases", new JsonArray().add(alias));
    }

    @Test
    void eventsShouldStandInColumns() {
        assertThat(plain.event(event("2026-01-02T03:04:05.678Z", "192.0.2.100", "took-over", "info", "it is here")))
                .containsExactly("03:04:05.678 info    192.0.2.100     took-over        it is here");
        assertThat(plain.event(event("2026-01-02T03:04:06Z", null, "config-unchanged", "warning", "as it was")))
                .containsExactly("03:04:06.000 warning -               config-unchanged as it was");
    }

    @Test
    void columnsWhenAnAliasIsLongShouldBeWideEnoughForIt() {
        plain.status(status("2001:db8:1234:5678::100"));

        assertThat(plain.event(event("2026-01-02T03:04:06Z", null, "stalled", "warning", "late")))
                .containsExactly("03:04:06.000 warning -                       stalled          late");
    }

    @Test
    void dayWhenItIsAnotherShouldBeToldOnce() {
        assertThat(plain.event(event("2026-01-01T23:59:59Z", null, "stalled", "warning", "late")))
                .hasSize(2)
                .startsWith("-- 2026-01-01");
        assertThat(plain.event(event("2026-01-01T23:59:59.5Z", null, "stalled", "warning", "late")))
                .hasSize(1);
        assertThat(plain.event(event("2026-01-02T00:00:00Z", null, "stalled", "warning", "late")))
                .hasSize(2)
                .startsWith("-- 2026-01-02");
    }

    @Test
    void movesAndTroubleShouldStandOutOnATerminal() {
        assertThat(coloured.event(event("2026-01-02T03:04:05Z", "192.0.2.100", "took-over", "info", "x")))
                .allMatch(line -> line.startsWith("\u001b[1m03:04") && line.endsWith("x\u001b[0m"));
        assertThat(coloured.event(event("2026-01-02T03:04:05Z", "192.0.2.100", "stalled", "warning", "x")))
                .allMatch(line -> line.startsWith("\u001b[33m"));
        assertThat(coloured.event(event("2026-01-02T03:04:05Z", null, "config-unchanged", "info", "x")))
                .allMatch(line -> line.startsWith("03:04"));
    }

    @Test
    void textOfADaemonShouldNeverCommandTheTerminal() {
        assertThat(plain.event(event("2026-01-02T03:04:05Z", "\u001b[2J", "a\rb", "info", "x\u001b]0;y\u0007\u202e")))
                .containsExactly("03:04:05.000 info    \\u001b[2J       a\\u000db         x\\u001b]0;y\\u0007\\u202e");
    }
}
