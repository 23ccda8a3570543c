package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTokenTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @Test
    void tokenOfAUnitShouldBeTakenWithAWarning() throws CommandFailed {
        Map<String, String> unit = Map.of(EnvironmentToken.NAME, TOKEN, "INVOCATION_ID", "5e1f");

        assertThat(EnvironmentToken.of(unit)).isPresent();
        assertThat(EnvironmentToken.warning(unit))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .contains("systemctl show", "web: token-file")
                        .doesNotContain(TOKEN));
    }

    @Test
    void tokenOfAShellShouldBeTakenWithoutAWord() throws CommandFailed {
        Map<String, String> shell = Map.of(EnvironmentToken.NAME, TOKEN);

        assertThat(EnvironmentToken.of(shell)).isPresent();
        assertThat(EnvironmentToken.warning(shell)).isEmpty();
    }

    @Test
    void environmentWithoutATokenShouldBeNothing() throws CommandFailed {
        assertThat(EnvironmentToken.of(Map.of("INVOCATION_ID", "5e1f"))).isEmpty();
        assertThat(EnvironmentToken.warning(Map.of("INVOCATION_ID", "5e1f"))).isEmpty();
    }

    @Test
    void tokenWhenTooShortShouldFailTheStart() {
        assertThatThrownBy(() -> EnvironmentToken.of(Map.of(EnvironmentToken.NAME, "short")))
                .isInstanceOf(CommandFailed.class);
    }
}
