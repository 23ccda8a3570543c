package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class StatusLinesTest {
    private static JsonObject status(String state, String holder) {
        JsonObject alias = new JsonObject()
                .put("placement", "192.0.2.100/24 on eth0")
                .put("state", state)
                .put("holder", holder)
                .put("since_ms", 1_500)
                .put("group", "mail")
                .put("reason", "because @|red of this|@");
        JsonObject router = new JsonObject()
                .put("name", "router")
                .put("address", "192.0.2.1")
                .put("state", "answering")
                .put("age_ms", 12)
                .put("rtt_ms", 0.25);
        return new JsonObject()
                .put("node", "web1")
                .put("uptime_ms", 90_000)
                .put("aliases", new JsonArray().add(alias))
                .put("hosts", new JsonArray().add(router));
    }

    @Test
    void statusShouldTellWhoHoldsWhatAndWhy() {
        assertThat(StatusLines.of(status("watching", "web2"), Ansi.OFF))
                .containsExactly(
                        "web1, defending for 1 min 30 s",
                        "",
                        "192.0.2.100/24 on eth0  watching, held by web2 for 1.5 s, in group mail",
                        "  because @|red of this|@",
                        "",
                        "router   192.0.2.1        answering in 0.3 ms, asked 12 ms ago");
    }

    @Test
    void statusShouldTellHowEachHookDoes() {
        JsonObject last = new JsonObject()
                .put("succeeded", false)
                .put("event", "took-over")
                .put("sentence", "failed with status 1");
        JsonObject hook = new JsonObject()
                .put("hook", "run /etc/alias-defender/hooks/role")
                .put("queued", 2)
                .put("dropped", 3)
                .put("last", last);
        JsonObject fresh = hook.copy().put("queued", 0).put("dropped", 0).putNull("last");

        assertThat(StatusLines.of(
                        status("watching", "web2")
                                .put("hooks", new JsonArray().add(hook).add(fresh)),
                        Ansi.OFF))
                .endsWith(
                        "hook run /etc/alias-defender/hooks/role, 2 wait, 3 dropped: took-over: failed with status 1",
                        "hook run /etc/alias-defender/hooks/role: nothing yet");
    }

    @Test
    void statusShouldTellWhatEachPathOfTheLinkDoes() {
        JsonObject path = new JsonObject()
                .put("from", "192.0.2.11")
                .put("to", "192.0.2.12")
                .put("way", "both")
                .put("since_ms", 1_500)
                .put("rtt_ms", 0.25)
                .put("loss", 0.1);
        JsonObject node = new JsonObject()
                .put("node", "web2")
                .put(
                        "paths",
                        new JsonArray()
                                .add(path)
                                .add(path.copy().put("way", "one-way"))
                                .add(path.copy().put("via", "192.0.2.1")))
                .put("word", new JsonObject().put("differs", new JsonArray().add("interval")));
        JsonObject link = new JsonObject().put("state", "on").put("nodes", new JsonArray().add(node));

        assertThat(StatusLines.of(status("watching", "web2").put("link", link), Ansi.OFF))
                .endsWith(
                        "",
                        "link",
                        "web2     192.0.2.12       both ways in 0.3 ms, 10 % lost, for 1.5 s",
                        "web2     192.0.2.12       one way only: it does not hear this host, for 1.5 s",
                        "web2     192.0.2.12       by way of the router 192.0.2.1 both ways in 0.3 ms, 10 % lost, for 1.5 s",
                        "  web2 is configured differently: interval");
    }

    @Test
    void statusShouldTellOfMaintenanceAndOfAWrongFile() {
        JsonObject status = status("suspended", null)
                .put("maintenance", new JsonObject().put("reason", "new kernel").put("until", "2026-01-02T03:04:05Z"))
                .put(
                        "configuration",
                        new JsonObject().put("file", "/etc/a.yaml").put("accepted", false));

        assertThat(StatusLines.of(status, Ansi.OFF))
                .contains(
                        "in maintenance: new kernel, until 2026-01-02T03:04:05Z",
                        "/etc/a.yaml is wrong (`alias-defender check` says where); what ran before still runs");
    }

    @Test
    void aliasWhenItsAnswerIsTooOldShouldNotBeGreen() {
        assertThat(StatusLines.of(status("watching", "web2"), Ansi.ON).get(2)).contains("\u001b[32m");
        assertThat(StatusLines.of(status("watching", null), Ansi.ON).get(2)).contains("\u001b[33m");
        assertThat(StatusLines.of(status("vacant", null), Ansi.ON).get(2)).contains("\u001b[31m");
    }
}
