package io.aliasdefender.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LocalHostInspectorTest {
    /** A kernel parameter that is a number of several digits everywhere. */
    private static final String PARAMETER = "/proc/sys/kernel/pid_max";

    @Test
    @EnabledOnOs(OS.LINUX)
    void kernelParameterShouldBeReadWithAllItsDigits() throws Exception {
        assertThat(new LocalHostInspector().read(PARAMETER).orEmpty())
                .isEqualTo(Files.readAllLines(Path.of(PARAMETER)).get(0))
                .hasSizeGreaterThan(1);
    }
}
