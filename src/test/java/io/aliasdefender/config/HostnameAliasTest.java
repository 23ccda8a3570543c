package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.payload.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostnameAliasTest {
    private static final Node WEB1 = new Node("web1", IpAddress.of("192.0.2.11"));
    private static final Node PARTNER = new Node("192.0.2.12", IpAddress.of("192.0.2.12"));

    private static Reading read(String text, HostFacts host) {
        return ConfigReader.read("hostname.alias", text.getBytes(StandardCharsets.UTF_8), host);
    }

    private static Settings settings(String text) {
        Reading reading = read(text, Hosts.web1());
        assertThat(reading.errors()).isEmpty();
        return reading.settings().orElseThrow();
    }

    @Test
    void sampleWhenReadShouldHaveBothAliasesByTheOriginalsRule() throws IOException {
        Settings settings = ConfigReader.read(
                        "hostname.alias", Files.readAllBytes(Path.of("conf/hostname.alias")), Hosts.web1())
                .settings()
                .orElseThrow();

        assertThat(settings.self()).isEqualTo(WEB1);
        assertThat(settings.nodes()).containsExactly(WEB1, PARTNER);
        assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.aliases())
                .extracting(alias -> alias.placement() + " as " + alias.role())
                .containsExactly("192.0.2.100/24 on eth0:1 as primary", "192.0.2.101/24 on eth0:5 as secondary");
        assertThat(settings.aliases()).allSatisfy(alias -> {
            assertThat(alias.policy().grace()).isEmpty();
            assertThat(alias.policy().failback()).isEmpty();
        });
    }

    @Test
    void labelsWhenNotNamedShouldBeNumberedAroundThoseThatAre() {
        Settings settings = settings("""
                eth0|192.0.2.100|/24|192.0.2.12|yes
                  eth0:2  |  192.0.2.101  |  255.255.255.0 | 192.0.2.12 |  no
                # between
                eth0|192.0.2.102|255.255.255.0|192.0.2.12|y

                eth1|198.51.100.100|255.255.255.0|web3.example.net|1
                eth0|2001:db8::100|/64|192.0.2.12|primary
                """);

        assertThat(settings.aliases())
                .extracting(alias -> alias.placement().toString())
                .containsExactly(
                        "192.0.2.100/24 on eth0:1",
                        "192.0.2.101/24 on eth0:2",
                        "192.0.2.102/24 on eth0:3",
                        "198.51.100.100/24 on eth1:1",
                        "2001:db8::100/64 on eth0");
        assertThat(settings.nodes())
                .containsExactly(WEB1, PARTNER, new Node("web3.example.net", IpAddress.of("198.51.100.12")));
        assertThat(settings.aliases()).extracting(AliasSpec::self).containsOnly(WEB1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "Y", "TRUE", "1", "Primary"})
    void primaryWhenAffirmedShouldRankThisHostFirst(String word) {
        String line = "eth0|192.0.2.100|255.255.255.0|192.0.2.12|" + word;

        assertThat(settings(line).aliases().get(0).ranking()).containsExactly(WEB1, PARTNER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "N", "False", "0", "secondary"})
    void primaryWhenDeniedShouldRankThePartnerFirst(String word) {
        String line = "eth0|192.0.2.100|255.255.255.0|192.0.2.12|" + word;

        assertThat(settings(line).aliases().get(0).ranking()).containsExactly(PARTNER, WEB1);
    }

    @Test
    void nicWhenNotThereShouldBeWarningAndSettingsAllTheSame() {
        Reading reading = read("eth9|192.0.2.100|255.255.255.0|192.0.2.12|yes\n", Hosts.web1());

        assertThat(reading.settings().orElseThrow().aliases().get(0).placement().interfaceName())
                .isEqualTo("eth9");
        assertThat(reading.warnings())
                .extracting(Finding::toString)
                .containsExactly("hostname.alias:1:1: this host has no interface eth9 at the moment; "
                        + "if it is not about to appear, write one of eth0, eth1");
    }

    @Test
    void labelWhenNicIsTooLongForOneShouldBeLeftOut() {
        Reading reading = read("enp129s0f0np0v|192.0.2.100|255.255.255.0|192.0.2.12|yes\n", Hosts.web1());

        assertThat(reading.settings().orElseThrow().aliases().get(0).placement().label())
                .isEmpty();
    }

    @Test
    void partnerWhenWrittenByNameAndByAddressShouldBeOneNode() {
        Settings settings = settings("""
                eth0|192.0.2.100|255.255.255.0|web2|yes
                eth0|192.0.2.101|255.255.255.0|192.0.2.12|yes
                """);

        assertThat(settings.nodes()).containsExactly(WEB1, new Node("web2", IpAddress.of("192.0.2.12")));
    }

    @Test
    void selfWhenNamedByOptionShouldHaveThatName() {
        String line = "eth0|192.0.2.100|255.255.255.0|192.0.2.12|yes";

        assertThat(read(line, Hosts.as(Hosts.web1(), "left"))
                        .settings()
                        .orElseThrow()
                        .self())
                .isEqualTo(new Node("left", IpAddress.of("192.0.2.11")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodes: |\n  text\n", "# a | b\nnodes: {}\n", "label: a | b\n", "- address: a|b\n", ""})
    void formatWhenYamlShouldNotBeTakenForTheOriginals(String text) {
        assertThat(HostnameAlias.recognises(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eth0|1", "\n\n# c\n eth0:1 | 192.0.2.100", "a | b | c | d | e", "iprb1:1|x"})
    void formatWhenFirstLineHasBarsShouldBeTheOriginals(String text) {
        assertThat(HostnameAlias.recognises(text)).isTrue();
    }
}
