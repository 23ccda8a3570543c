package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.config.ConfigReader;
import io.aliasdefender.config.HostFacts;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.payload.Settings;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class CheckOnceTest {
    private static Settings settings(String checks, String names) {
        String yaml = """
                nodes: {web1: 192.0.2.11, web2: 192.0.2.12}
                on-failure: release
                aliases:
                  - {address: 192.0.2.100/24, interface: eth0, checks: [%s]}
                  - {address: 192.0.2.101/24, interface: eth0}
                checks:
                  %s
                """.formatted(names, checks);
        HostFacts host = new HostFacts(KernelView.EMPTY, "web1", Optional.of("web1"), name -> Optional.empty());
        return ConfigReader.read("test", yaml.getBytes(StandardCharsets.UTF_8), host)
                .settings()
                .orElseThrow();
    }

    private static CheckOnce run(String checks, String names) throws Exception {
        return CheckOnce.run(settings(checks, names), KernelView.EMPTY);
    }

    private static String printed(CheckOnce once) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        once.print(out);
        out.flush();
        return text.toString();
    }

    @Test
    void checksWhenOneFailsShouldSayWhatItFoundAndWhatWouldFollow() throws Exception {
        CheckOnce once =
                run("gone: {file: /nonexistent/file, timeout: 20s}\n  there: {file: /, timeout: 20s}", "gone, there");

        assertThat(once.passed()).isFalse();
        assertThat(printed(once))
                .containsPattern("FAILS   gone: /nonexistent/file is not there"
                        + " \\(file /nonexistent/file present\\), in [0-9.]+ m?s\n")
                .containsPattern("passes  there: / is there")
                .contains("web1 would not be fit for 192.0.2.100 (gone):"
                        + " a holder hands it over to a fit host, and lets go of it where there is none");
        JsonObject json = once.json();
        assertThat(json.getJsonArray("checks").getJsonObject(0).getBoolean("passed"))
                .isFalse();
        assertThat(json.getJsonArray("aliases").getJsonObject(0).getBoolean("fit"))
                .isFalse();
        assertThat(json.getJsonArray("aliases").getJsonObject(1).getBoolean("fit"))
                .isTrue();
    }

    @Test
    void checksWhenAllPassShouldSayThatTheHostIsFit() throws Exception {
        CheckOnce once = run("there: {file: /, timeout: 20s}", "there");

        assertThat(once.passed()).isTrue();
        assertThat(printed(once)).endsWith("web1 would be fit for 192.0.2.100" + System.lineSeparator());
    }

    @Test
    void statusLinesWhenAChecksFailsShouldTellItFirst() {
        JsonObject passing = new JsonObject()
                .put("name", "port")
                .put("kind", "tcp")
                .put("target", "127.0.0.1:3128")
                .put("state", "passing")
                .put("sentence", "connected in 0.2 ms")
                .put("since_ms", 61_000);
        JsonObject failing = new JsonObject()
                .put("name", "squid")
                .put("kind", "process")
                .put("target", "/run/squid.pid")
                .put("state", "failing")
                .put("sentence", "process 812 has\u001b ended")
                .put("since_ms", 12_000);

        assertThat(CheckLines.of(List.of(passing, failing), Ansi.OFF))
                .containsExactly(
                        "check squid  failing for 12 s: process 812 has\\u001b ended  (process /run/squid.pid)",
                        "check port   passing for 1 min 1 s: connected in 0.2 ms  (tcp 127.0.0.1:3128)");
    }
}
