package io.aliasdefender.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdvisoriesTest {
    private static List<String> found(List<Library> libraries) throws IOException {
        List<Advisory> advisories = Advisory.all();
        return libraries.stream()
                .flatMap(library -> advisories.stream()
                        .filter(advisory -> advisory.affects(library))
                        .map(advisory -> library + ": " + advisory.id() + ", " + advisory.reason()))
                .toList();
    }

    @Test
    void librariesShouldHaveNoKnownAdvisory() throws Exception {
        assertThat(found(Library.onClassPath())).isEmpty();
    }

    /** So that the test above cannot pass because it looks at nothing. */
    @Test
    void librariesShouldBeSeenIncludingThoseThatOthersBringAlong() {
        assertThat(Library.onClassPath())
                .extracting(Library::artifact)
                .contains(
                        "netty-codec-http",
                        "netty-transport-native-epoll",
                        "vertx-core",
                        "jackson-core",
                        "logback-core",
                        "snakeyaml-engine");
    }

    @ParameterizedTest
    @CsvSource({
        "io.netty, netty-codec-http, 4.2.15.Final, CVE-2026-89044",
        "io.netty, netty-codec-http, 4.2.17.Final, CVE-2026-89044",
        "io.netty, netty-common, 4.2.15.Final, CVE-2026-56819",
        "com.fasterxml.jackson.core, jackson-core, 2.22.0, CVE-2026-68494",
        "ch.qos.logback, logback-core, 1.5.32, CVE-2026-13006"
    })
    void libraryWhenItsVersionIsAffectedShouldBeFound(String group, String artifact, String version, String advisory)
            throws Exception {
        assertThat(found(List.of(new Library(group, artifact, version)))).anyMatch(line -> line.contains(advisory));
    }

    @ParameterizedTest
    @CsvSource({
        "io.netty, netty-codec-http, 4.2.18.Final",
        "com.fasterxml.jackson.core, jackson-core, 2.21.4",
        "ch.qos.logback, logback-core, 1.5.36",
        "org.example, netty-codec-http, 1.0"
    })
    void libraryWhenItsVersionIsMendedShouldPass(String group, String artifact, String version) throws Exception {
        assertThat(found(List.of(new Library(group, artifact, version)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.netty:netty-buffer | 4.2 | CVE-1 | no operator",
                "io.netty:netty-buffer | <4.2 | CVE-1",
                "netty-buffer | <4.2 | CVE-1 | no group",
                "io.netty:netty-buffer | < | CVE-1 | no version"
            })
    void lineWhenItIsMalformedShouldNotBePassedOver(String line) {
        assertThatThrownBy(() -> Advisory.of(line)).isInstanceOf(IllegalArgumentException.class);
    }

    /** What the package carries is the class path of the tests less what only they need: no other version of it. */
    @Test
    void packagedLibrariesShouldBeAmongThoseThatAreLookedAt() throws Exception {
        Path packaged = Path.of("target/lib");
        if (Files.notExists(packaged)) {
            return;
        }
        List<String> seen =
                Library.onClassPath().stream().map(Library::artifact).toList();
        try (Stream<Path> jars = Files.list(packaged)) {
            assertThat(jars.map(jar -> jar.getFileName().toString().replaceFirst("-\\d.*", "")))
                    .isSubsetOf(seen);
        }
    }
}
