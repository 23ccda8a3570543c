package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Nothing that a command prints is a command to the terminal, whoever wrote it. */
@Timeout(60)
class PlainOutputTest {
    private static final String BAD = "\u001b[2J\u009b31m\u0007\u007f\r\u202e\u2066\u200b\u2028end";
    private static final Pattern ACTED_ON = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u0080-\\u009f\\u2028\\u2029&&[^\n]]");

    @TempDir
    private Path state;

    private static String answer(String request) {
        if (request.contains("/api/status")) {
            JsonObject alias = new JsonObject()
                    .put("placement", BAD)
                    .put("state", BAD)
                    .put("holder", BAD)
                    .put("since_ms", 1)
                    .put("group", BAD)
                    .put("reason", BAD);
            JsonObject host = new JsonObject()
                    .put("name", BAD)
                    .put("address", BAD)
                    .put("state", BAD)
                    .put("age_ms", 1);
            return "200 "
                    + new JsonObject()
                            .put("node", BAD)
                            .put("shortfall", BAD)
                            .put("uptime_ms", 1)
                            .put(
                                    "maintenance",
                                    new JsonObject().put("reason", BAD).put("until", BAD))
                            .put(
                                    "configuration",
                                    new JsonObject().put("file", BAD).put("accepted", false))
                            .put("aliases", new JsonArray().add(alias))
                            .put("hosts", new JsonArray().add(host));
        }
        if (request.contains("/api/reload")) {
            return "200 "
                    + new JsonObject().put("accepted", true).put("file", BAD).put("lines", new JsonArray().add(BAD));
        }
        return "409 " + new JsonObject().put("done", false).put("sentences", new JsonArray().add(BAD));
    }

    private String output(CommandLine line, String arguments) {
        StringWriter all = new StringWriter();
        PrintWriter out = new PrintWriter(all);
        int status = line.setOut(out).setErr(out).execute(arguments.split(" "));
        assertThat(status).isBetween(0, 2);
        out.flush();
        return all.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "reload", "add 192.0.2.100", "remove", "remove 192.0.2.100"})
    void commandShouldShowWhatTheSocketSaysAndNotActOnIt(String command) throws Exception {
        try (FakeDaemon daemon = new FakeDaemon(state, PlainOutputTest::answer)) {
            assertThat(daemon).isNotNull();
            // Without the writer that comes before the terminal: each command itself passes text only.
            assertThat(output(CommandTree.commandLine(), command + " --state " + state))
                    .doesNotContainPattern(ACTED_ON)
                    .contains("\\u001b[2J", "\\u202e", "\\u2066", "\\u200b", "\\u2028", "end");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "reload", "add 192.0.2.100", "remove"})
    void problemShouldBeShownAndNotActedOn(String command) throws Exception {
        String problem = "503 " + new JsonObject().put("detail", BAD);
        try (FakeDaemon daemon = new FakeDaemon(state, request -> problem)) {
            assertThat(daemon).isNotNull();
            assertThat(output(CommandTree.commandLine(), command + " --state " + state))
                    .doesNotContainPattern(ACTED_ON)
                    .contains("\\u001b[2J", "end");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add x\u001b[2J\u202e",
                "nonsense\u001b[2J\u202e",
                "status --x\u001b[2J\u202e",
                "check -c /nowhere/\u001b[2J\u202e",
                "watch --alias \u001b[2J\u202e",
                "demo --interval \u001b[2J\u202e"
            })
    void argumentShouldBeShownInTheMistakeAndNotActedOn(String arguments) {
        assertThat(output(
                        CommandTree.commandLine(),
                        arguments + (arguments.startsWith("add") ? " --state " + state : "")))
                .doesNotContainPattern(ACTED_ON)
                .contains("\\u001b[2J\\u202e");
    }

    @Test
    void jsonShouldStayTheSameAndHaveNoneOfThem() throws Exception {
        StringWriter all = new StringWriter();
        CommandLine line = CommandTree.commandLine();
        line.setOut(PlainWriter.before(new PrintWriter(all)));
        try (FakeDaemon daemon = new FakeDaemon(state, PlainOutputTest::answer)) {
            assertThat(daemon).isNotNull();
            line.execute("status", "--json", "--state", state.toString());
        }
        assertThat(all.toString()).doesNotContainPattern(ACTED_ON);
        assertThat(new JsonObject(all.toString()).getString("node")).isEqualTo(BAD);
    }

    @Test
    void writerShouldPassColoursAndProgressOnly() {
        StringWriter all = new StringWriter();
        PrintWriter out = PlainWriter.before(new PrintWriter(all));

        out.println("\u001b[1;31mred\u001b[0m\r\u001b[Kasking\ttab \u001b[2J\u001b]0;title\u0007\rover\u202e");

        assertThat(all.toString())
                .isEqualTo(
                        "\u001b[1;31mred\u001b[0m\r\u001b[Kasking\ttab \\u001b[2J\\u001b]0;title\\u0007\\u000dover\\u202e"
                                + System.lineSeparator());
    }

    @Test
    void writerWhenNobodyReadsAnyMoreShouldTellIt() {
        PrintWriter out = PlainWriter.before(new PrintWriter(new Writer() {
            @Override
            public void write(char[] characters, int offset, int length) throws IOException {
                throw new IOException("Broken pipe");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        }));

        out.println("line");

        assertThat(out.checkError()).isTrue();
    }

    /** Every command has its writers from the command line; these have reasons of their own. */
    @Test
    void nobodyShouldPrintPastTheWriters() throws Exception {
        Pattern direct = Pattern.compile("System\\.(out|err)\\b|FileDescriptor\\.(out|err)\\b");
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            List<String> printing = sources.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> direct.matcher(read(path)).find())
                    .map(path -> path.getFileName().toString())
                    .toList();
            assertThat(printing)
                    .containsExactlyInAnyOrder(
                            "Logging.java", // the log's own stream; LogLayout makes each line plain
                            "Main.java", // tables of figures
                            "MonitorCommand.java", // before the library is there; findings, each of them plain
                            "MeasureTailCommand.java", // progress in our own words
                            "MeasureIdleCommand.java", // the same
                            "HttpFlood.java", // a figure for the process that began it
                            "Pulse.java", // figures
                            "WebServer.java", // the same
                            "Screen.java"); // the laboratory's; makes plain what it quotes
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
