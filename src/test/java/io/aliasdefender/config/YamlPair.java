package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.payload.Settings;
import java.nio.charset.StandardCharsets;

/** The least file of two nodes, and how a test reads it. */
final class YamlPair {
    static final String PAIR = """
            nodes:
              web1: 192.0.2.11
              web2: 192.0.2.12
            aliases:
              - address: 192.0.2.100/24
            """;

    static Reading read(String yaml, HostFacts host) {
        return ConfigReader.read("test.yaml", yaml.getBytes(StandardCharsets.UTF_8), host);
    }

    static Settings settings(String yaml, HostFacts host) {
        Reading reading = read(yaml, host);
        assertThat(reading.errors()).isEmpty();
        return reading.settings().orElseThrow();
    }

    static AliasSpec only(Settings settings) {
        assertThat(settings.aliases()).hasSize(1);
        return settings.aliases().get(0);
    }

    private YamlPair() {}
}
