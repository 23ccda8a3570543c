package io.aliasdefender.cli;

import io.aliasdefender.config.TokenText;
import io.aliasdefender.payload.Secret;
import java.util.Map;
import java.util.Optional;

/** The token for orders over TCP that the environment may give. */
final class EnvironmentToken {
    static final String NAME = "ALIAS_DEFENDER_TOKEN";
    /** systemd gives each start of each unit one of these (systemd.exec(5)). */
    private static final String OF_A_UNIT = "INVOCATION_ID";

    private EnvironmentToken() {}

    /** @throws CommandFailed when it is there and no token */
    static Optional<Secret> of(Map<String, String> environment) throws CommandFailed {
        try {
            return Optional.ofNullable(environment.get(NAME)).map(token -> TokenText.require(NAME, token));
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailed(wrong.getMessage());
        }
    }

    /** What is to be said about it: a unit's environment is no secret. */
    static Optional<String> warning(Map<String, String> environment) {
        return environment.containsKey(NAME) && environment.containsKey(OF_A_UNIT)
                ? Optional.of(
                        "the token comes from " + NAME + ", and every user of this host can read the Environment= of a"
                                + " unit (systemctl show); put it into a file and name that by web: token-file")
                : Optional.empty();
    }
}
