package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.lab.LabException;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

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
        assertThat(Main.sentence(new NoSuchFileException("/a/b"))).isEqualTo("/a/b: there is no such file");
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
}
