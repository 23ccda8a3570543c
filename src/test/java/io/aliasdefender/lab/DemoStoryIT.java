package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.lab.Story.Options;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole demonstration, which judges itself by what a client and the kernels saw: with nothing beside it. */
@Tag("alone")
@ExtendWith(LabRequired.class)
class DemoStoryIT {
    @Test
    void storyShouldEndWellAndTellOfTheServiceThatDied() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Screen screen = new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, true);

        int status = Story.run(new Options(true, Duration.ofMillis(200)), screen, DaemonCommand.ofThisProgram());

        String text = bytes.toString(StandardCharsets.UTF_8);
        assertThat(status).describedAs(text).isZero();
        assertThat(text.replaceAll("\\s+", " "))
                .contains("without the web server for the client")
                // The check may have been asking at the moment at which the server died.
                .containsPattern("web fails: (connection refused|the server closed the connection without an answer)")
                .contains("It does not go straight back")
                .containsPattern("service killed +\\d+ requests lost");
    }
}
