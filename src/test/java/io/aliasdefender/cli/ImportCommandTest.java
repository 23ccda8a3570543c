package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
    private static final String TEXT = """
            vrrp_instance WEB {
                interface eth0
                virtual_router_id 5
                priority 150
                unicast_src_ip 192.0.2.11
                unicast_peer { 192.0.2.12 }
                virtual_ipaddress { 192.0.2.100/24 }
            }
            """;

    @TempDir
    private Path folder;

    private Path file;
    private Path output;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("keepalived.conf"), TEXT);
        output = folder.resolve("web.yaml");
    }

    private static Told run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = new String[arguments.length + 1];
        all[0] = "import";
        for (int i = 0; i < arguments.length; i++) {
            all[i + 1] = arguments[i].toString();
        }
        int status = CommandTree.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
        return new Told(status, out.toString(), err.toString());
    }

    @Test
    void resultWhenCompleteShouldBeWrittenAndReportedAndPassTheCheck() throws Exception {
        Told told = run(file, "--node", "web1", "--peer", "web2=192.0.2.12", "--output", output);

        assertThat(told.status()).isZero();
        assertThat(told.out())
                .contains(
                        file + "\n",
                        "line 7: carried over: 192.0.2.100/24",
                        "1 question is open",
                        "is right, as far as");
        assertThat(Files.readString(output)).contains("  web1: 192.0.2.11\n  web2: 192.0.2.12\n");
        StringWriter checked = new StringWriter();
        assertThat(CommandTree.commandLine()
                        .setOut(new PrintWriter(checked, true))
                        .execute("check", "--elsewhere", "-c", output.toString()))
                .as(checked.toString())
                .isZero();
    }

    @Test
    void resultWithoutOutputShouldBeAllOfStandardOutput() throws Exception {
        Told told = run(file);

        assertThat(told.status()).isZero();
        assertThat(told.out()).startsWith("# Made by").endsWith("failback: immediately\n");
        assertThat(told.err()).contains("carried over", "needs your answer");
    }

    @Test
    void resultWhenSomethingIsMissingShouldSayWhatAndFail() throws Exception {
        Files.writeString(file, TEXT.replaceAll("(?m)^.*unicast.*$\n", ""));

        Told told = run(file, "--output", output);

        assertThat(told.status()).isEqualTo(Main.FAILED);
        assertThat(told.out())
                .contains("missing: " + output + ":", "is neither an IP address nor a host name", "is not complete");
    }

    @Test
    void outputWhenItIsThereShouldStay() throws Exception {
        Files.writeString(output, "mine");

        assertThat(run(file, "--output", output).err()).contains(output + " is there already; name another file");
        assertThat(output).hasContent("mine");
        assertThat(run(file, "--output", folder.resolve("no/where.yaml")).err()).contains("cannot write");
    }

    @Test
    void mistakesShouldEachHaveTheirRemedy() throws Exception {
        Files.createDirectory(folder.resolve("dir"));

        assertThat(run(folder.resolve("none")).err()).contains("none: there is no such file; name the file");
        assertThat(run(folder.resolve("dir")).err()).contains("it is a folder; name the file");
        assertThat(run("/dev/zero").err()).contains("it is no regular file; name the file");
        assertThat(run(file, "--peer", "web2").err()).contains("has no value; write --peer NAME=FILE or");
        assertThat(run(file, "--peer", "web2=nowhere").err())
                .contains("is no address, and there is no such file; write");
        assertThat(run(file, "--peer", "we b=192.0.2.12").err()).contains("cannot be the name of a node; write");
        assertThat(run(file, "--node", "web1=x").err()).contains("x is no address; write --node web1=192.0.2.11");
        Files.writeString(file, "vrrp_instance X {\n\u001b[31m\n");
        assertThat(run(file).err()).contains(":1: the { of vrrp_instance X is never closed; write a }");
        Files.write(file, new byte[] {1, 0, 2});
        assertThat(run(file).err()).contains("there is a zero byte, so this is no text; name a text file");
    }

    /** The file may be anybody's; the terminal is ours. */
    @Test
    void textOfTheFileShouldNeverReachTheTerminalAsItIs() throws Exception {
        Files.writeString(file, TEXT + "evil\u001b[31m \u202e\n");

        Told told = run(file);

        assertThat(told.err() + told.out()).contains("evil\\u001b[31m").doesNotContain("\u001b", "\u202e");
    }
}
