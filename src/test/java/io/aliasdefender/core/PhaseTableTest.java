package io.aliasdefender.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Every input in every phase: what follows is in a file, so that a change of behaviour is read as a change of lines. */
class PhaseTableTest {
    private static final Path EXPECTED = Path.of("src/test/resources/core/phases.txt");
    private static final Path FOUND = Path.of("target/phases.txt");

    @Test
    void eachInputInEachPhaseShouldLeadToWhatTheFileSays() throws IOException {
        String found = PhaseTable.write();
        Files.createDirectories(FOUND.getParent());
        Files.writeString(FOUND, found);

        assertThat(found)
                .as("if the change is wanted: cp %s %s", FOUND, EXPECTED)
                .isEqualTo(Files.readString(EXPECTED));
    }
}
