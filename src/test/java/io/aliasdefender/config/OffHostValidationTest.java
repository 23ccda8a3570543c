package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A configuration that is judged on a machine that is none of its hosts. */
class OffHostValidationTest {
    private static final String PAIR = """
            nodes: {web1: web1.invalid, web2: 192.0.2.12}
            aliases:
              - address: 192.0.2.100/24
                interface: {web1: eth0, web2: ens3}
                label: {web1: "eth0:1", web2: "ens3:1"}
              - address: 192.0.2.101/24
                nodes: [web2, web1]
            web: {token-file: /nonexistent/token, tls: {certificate: /nonexistent/c, key: /nonexistent/k}}
            """;

    @TempDir
    private Path folder;

    private OffHostValidation read(String text) throws IOException {
        return OffHostValidation.read(Files.writeString(folder.resolve("web.yaml"), text), Optional.empty());
    }

    @Test
    void fileWhenRightShouldBeToldForEachNodeWithoutAWordAboutThisMachine() throws IOException {
        OffHostValidation judged = read(PAIR);

        assertThat(judged.errors()).isEmpty();
        assertThat(judged.warnings()).isEmpty();
        assertThat(judged.nodes()).containsOnlyKeys("web1", "web2");
        assertThat(judged.nodes().get("web1").aliases())
                .extracting(alias -> alias.placement() + " " + alias.role())
                .containsExactly("192.0.2.100/24 on eth0:1 primary", "192.0.2.101/24 secondary");
        assertThat(judged.nodes().get("web2").aliases())
                .extracting(alias -> alias.placement() + " " + alias.role())
                .containsExactly("192.0.2.100/24 on ens3:1 secondary", "192.0.2.101/24 primary");
    }

    @Test
    void mistakeForOneOfTheNodesShouldBeFoundOnAnyMachine() throws IOException {
        assertThat(read(PAIR.replace("web2: \"ens3:1\"", "web2: \"eth0:1\"")).errors())
                .singleElement()
                .extracting(Finding::what)
                .isEqualTo("label eth0:1 does not begin with its interface ens3");
    }

    @Test
    void mistakesOfTheFileItselfShouldBeToldOnce() throws IOException {
        assertThat(read(PAIR + "intervall: 1s\n").errors()).hasSize(1);
        assertThat(read("nodes: 5\n").errors()).isNotEmpty();
        assertThat(read("]: no YAML").errors()).hasSize(1);
        assertThat(OffHostValidation.read(folder, Optional.empty()).errors()).hasSize(1);
        assertThat(OffHostValidation.read(folder.resolve("none"), Optional.empty())
                        .errors())
                .hasSize(1);
    }

    @Test
    void nodeThatIsNotThereShouldBeAnErrorWhenItIsAskedFor() throws IOException {
        Path file = Files.writeString(folder.resolve("web.yaml"), PAIR);

        assertThat(OffHostValidation.read(file, Optional.of("web2")).nodes()).containsOnlyKeys("web2");
        assertThat(OffHostValidation.read(file, Optional.of("web3")).errors()).hasSize(1);
    }

    @Test
    void originalsFormatShouldBeJudgedForTheHostThatHasIt() throws IOException {
        OffHostValidation right = read("eth0 | 192.0.2.100 | /24 | web2.invalid | yes\n");

        assertThat(right.errors()).isEmpty();
        assertThat(right.nodes()).hasSize(1);
        assertThat(read("eth0 | 192.0.2.255 | /24 | web2.invalid | yes\n").errors())
                .hasSize(1);
    }

    static Stream<Path> samples() throws IOException {
        List<Path> files;
        try (Stream<Path> conf = Files.list(Path.of("conf"));
                Stream<Path> good = Files.list(Path.of("src/test/resources/config/good"))) {
            files = Stream.concat(conf, good)
                    .filter(file -> file.toString().matches(".*/[^/]*\\.(yaml|alias)"))
                    .sorted()
                    .toList();
        }
        return files.stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void fileThatIsRightOnItsHostsShouldBeRightElsewhere(Path file) {
        OffHostValidation judged = OffHostValidation.read(file, Optional.empty());

        assertThat(judged.errors()).isEmpty();
        assertThat(judged.nodes()).isNotEmpty();
    }
}
