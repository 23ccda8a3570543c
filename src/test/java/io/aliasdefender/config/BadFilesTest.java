package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One file for each mistake under {@code config/bad}, its exact messages beside it in a file {@code .expected}. */
class BadFilesTest {
    static final Path BAD = Path.of("src/test/resources/config/bad");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(BAD)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(yaml|alias)"))
                    .sorted()
                    .toList();
        }
    }

    static Path expected(Path file) {
        return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.[a-z]+$", ".expected"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void fileWhenItHasOneMistakeShouldGetExactlyItsMessages(Path file) throws IOException {
        Reading reading = ConfigReader.read(file.getFileName().toString(), Files.readAllBytes(file), Hosts.web1());

        assertThat(reading.settings()).isEmpty();
        assertThat(reading.errors().stream().map(Finding::toString).toList())
                .isEqualTo(Files.readAllLines(expected(file)));
    }
}
