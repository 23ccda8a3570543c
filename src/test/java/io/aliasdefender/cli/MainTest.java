package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.lab.LabException;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MainTest {
    @Test
    void failureWhenForeseenShouldBeItsOwnSentence() {
        assertThat(Main.sentence(new CommandFailed("it cannot"))).isEqualTo("it cannot");
        assertThat(Main.sentence(new IOException("no socket"))).isEqualTo("no socket");
        assertThat(Main.sentence(new LabException("no root"))).isEqualTo("no root");
        assertThat(Main.sentence(Future.failedFuture("cannot listen").cause())).isEqualTo("cannot listen");
    }

    @Test
    void failureAboutAFileShouldNameItAndTheReason() {
        assertThat(Main.sentence(new NoSuchFileException("/a/b"))).isEqualTo("/a/b: there is no such file or folder");
        assertThat(Main.sentence(new AccessDeniedException("/a/b"))).isEqualTo("/a/b: permission denied");
        assertThat(Main.sentence(new FileSystemException("/a/b", null, "No space left on device")))
                .isEqualTo("/a/b: No space left on device");
    }

    @Test
    void failureWhenItIsAMistakeOfOursShouldBeOneLineWithItsPlace() {
        assertThat(Main.sentence(new IllegalStateException("this\nand that")))
                .matches(
                        "an error inside: java\\.lang\\.IllegalStateException: this and that \\(MainTest\\.java:\\d+\\)");
        assertThat(Main.sentence(new IOException())).startsWith("an error inside: java.io.IOException (MainTest.java:");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                                | say which command
            defend                           | Unmatched argument at index 0: 'defend'
            monitr                           | Did you mean: alias-defender Monitor
            --quick                          | Unknown option: '--quick'
            monitor --interval 1s            | Unknown options: '--interval', '1s'
            monitor --log-level loud         | Invalid value for option '--log-level': expected one of
            monitor --config                 | Missing required parameter for option '--config' (FILE)
            add 192.0.2.100 192.0.2.101      | Unmatched argument at index 2: '192.0.2.101'
            demo --interval fast             | Invalid value for option '--interval'
            measure --cards 3                | Invalid value for option '--cards': 1 or 2, not 3
            measure --faults flood           | 'flood' is not among power-off, isolated, cable
            """)
    void usageWhenItIsWrongShouldBeStatusTwoAndSayWhat(String arguments, String words) {
        StringWriter err = new StringWriter();
        CommandLine line = CommandTree.commandLine().setErr(new PrintWriter(err));

        int status = line.execute(arguments == null ? new String[0] : arguments.split(" "));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains(words).doesNotContain("\tat ");
    }
}
