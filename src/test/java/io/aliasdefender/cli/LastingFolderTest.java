package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LastingFolderTest {
    @ParameterizedTest
    @CsvSource({
        "/run/alias-defender, /var/lib/alias-defender",
        "/var/run/alias-defender, /var/lib/alias-defender",
        "/run/defenders/one, /var/lib/defenders/one",
        "/run/../run/alias-defender/, /var/lib/alias-defender",
        "/run, /run",
        "/running/alias-defender, /running/alias-defender",
        "/srv/alias-defender, /srv/alias-defender",
        "state, state"
    })
    void stateFolderThatABootEmptiesShouldHaveOneThatLasts(String state, String lasting) {
        assertThat(LastingFolder.of(Path.of(state))).isEqualTo(Path.of(lasting));
    }
}
