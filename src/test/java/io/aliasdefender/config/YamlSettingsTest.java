package io.aliasdefender.config;

import static io.aliasdefender.config.YamlPair.PAIR;
import static io.aliasdefender.config.YamlPair.only;
import static io.aliasdefender.config.YamlPair.read;
import static io.aliasdefender.config.YamlPair.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Level;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.core.spec.Policy.Announce;
import io.aliasdefender.core.spec.Policy.OnIsolation;
import io.aliasdefender.core.spec.Policy.OnStop;
import io.aliasdefender.core.spec.Probe;
import io.aliasdefender.core.spec.Witness;
import io.aliasdefender.payload.Log;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.payload.Settings.AddressTool;
import io.aliasdefender.payload.Settings.Web;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class YamlSettingsTest {
    private static final Node WEB1 = new Node("web1", IpAddress.of("192.0.2.11"));
    private static final Node WEB2 = new Node("web2", IpAddress.of("192.0.2.12"));

    @Test
    void fileWhenOnlyNodesAndAliasesShouldHaveDocumentedDefaults() {
        Settings settings = settings(PAIR, Hosts.web2());

        Policy policy = new Policy(
                Duration.ofSeconds(1),
                10,
                Duration.ofMillis(5),
                Optional.of(Duration.ofSeconds(3)),
                Optional.empty(),
                OnStop.RELEASE,
                OnIsolation.HOLD,
                new Announce(5, Duration.ofMillis(200), Duration.ofSeconds(60)));
        Placement placement = new Placement(Cidr.of("192.0.2.100/24"), "eth0", Optional.empty());
        assertThat(settings)
                .isEqualTo(new Settings(
                        WEB2,
                        List.of(WEB1, WEB2),
                        List.of(new AliasSpec(placement, List.of(WEB1, WEB2), WEB2, policy)),
                        Duration.ofSeconds(1),
                        List.of(new Witness.DefaultRouter()),
                        AddressTool.AUTO,
                        new Web("127.0.0.1", Optional.of(8600)),
                        Log.DEFAULT,
                        Settings.DEFAULT_ANNOUNCE_RATE,
                        new Settings.Link(Optional.of(8601), "/etc/alias-defender/link.key", List.of(), Map.of())));
    }

    @Test
    void fileWhenEveryKeyIsWrittenShouldTakeEveryValue() {
        Settings settings = settings(PAIR + """
                    interface: eth0
                    label: eth0:7
                    nodes: [web2, web1]
                interval: 100ms
                confirm: {probes: 3, spacing: 7ms}
                witnesses: [router, 192.0.2.1, 2001:db8::1]
                grace: 9s
                failback: 5m
                on-stop: keep
                on-isolation: release
                announce: {count: 2, spacing: 1s, refresh: 1h}
                web: {host: 0.0.0.0, port: 80}
                commands: ifconfig
                log: {level: debug, format: json, to: syslog}
                """, Hosts.web1());

        AliasSpec alias = only(settings);
        assertThat(alias.placement())
                .isEqualTo(new Placement(Cidr.of("192.0.2.100/24"), "eth0", Optional.of("eth0:7")));
        assertThat(alias.ranking()).containsExactly(WEB2, WEB1);
        assertThat(alias.policy())
                .isEqualTo(new Policy(
                        Duration.ofMillis(100),
                        3,
                        Duration.ofMillis(7),
                        Optional.of(Duration.ofSeconds(9)),
                        Optional.of(Duration.ofMinutes(5)),
                        OnStop.KEEP,
                        OnIsolation.RELEASE,
                        new Announce(2, Duration.ofSeconds(1), Duration.ofHours(1))));
        assertThat(settings.witnesses())
                .containsExactly(
                        new Witness.DefaultRouter(),
                        new Witness.Fixed(IpAddress.of("192.0.2.1")),
                        new Witness.Fixed(IpAddress.of("2001:db8::1")));
        assertThat(settings.web()).isEqualTo(new Web("0.0.0.0", Optional.of(80)));
        assertThat(settings.addressTool()).isEqualTo(AddressTool.IFCONFIG);
        assertThat(settings.log()).isEqualTo(new Log(Level.DEBUG, Log.Format.JSON, Log.To.SYSLOG));
    }

    @Test
    void aliasWhenItHasPolicyOfItsOwnShouldOverrideOnlyThat() {
        Settings settings = settings(PAIR + """
                    grace: never
                    announce: {count: 9}
                  - address: 192.0.2.101/24
                failback: immediately
                announce: {refresh: 10s}
                """, Hosts.web1());

        Policy first = settings.aliases().get(0).policy();
        Policy second = settings.aliases().get(1).policy();
        assertThat(first.grace()).isEmpty();
        assertThat(first.failback()).contains(Duration.ZERO);
        assertThat(first.announce()).isEqualTo(new Announce(9, Duration.ofMillis(200), Duration.ofSeconds(10)));
        assertThat(second.grace()).contains(Duration.ofSeconds(3));
        assertThat(second.announce()).isEqualTo(new Announce(5, Duration.ofMillis(200), Duration.ofSeconds(10)));
    }

    @Test
    void rateOfAnnouncementsShouldBeTheHostsAndAThousandUnlessWritten() {
        assertThat(settings(PAIR + "announce: {rate: 50}\n", Hosts.web1()).announceRate())
                .isEqualTo(50);
        assertThat(settings(PAIR + "announce: {count: 9}\n", Hosts.web1()).announceRate())
                .isEqualTo(1_000);
    }

    @Test
    void intervalWhenChangedShouldMoveWhatIsAutomatic() {
        Policy policy = only(settings(PAIR + "interval: 100ms\n", Hosts.web1())).policy();

        assertThat(policy.grace()).contains(Duration.ofMillis(300));
        assertThat(policy.confirmSpacing()).isEqualTo(Duration.ofMillis(2));
    }

    @Test
    void witnessesAndProbesOfAnAliasShouldTakeThePlaceOfThoseOfTheFile() {
        String yaml = PAIR + "    witnesses: [any, 192.0.2.53]\n    probes: [echo]\n"
                + "  - address: 192.0.2.101/24\nwitnesses: none\nprobes: [arp]\n";

        Settings settings = settings(yaml, Hosts.web1());

        assertThat(settings.witnesses()).containsExactly(new Witness.Nobody());
        assertThat(settings.aliases().get(0).witnesses())
                .contains(List.of(new Witness.AnyHost(), new Witness.Fixed(IpAddress.of("192.0.2.53"))));
        assertThat(settings.aliases().get(0).probes()).containsExactly(Probe.ECHO);
        assertThat(settings.aliases().get(1).witnesses()).isEmpty();
        assertThat(settings.aliases().get(1).probes()).containsExactly(Probe.ARP);
    }

    @Test
    void aliasWhenThisHostIsNotAmongItsNodesShouldBeLeftOutWithWarning() {
        Reading reading = read(PAIR + "    nodes: [web2]\n", Hosts.web1());

        assertThat(reading.settings().orElseThrow().aliases()).isEmpty();
        assertThat(reading.warnings())
                .extracting(Finding::toString)
                .containsExactly("test.yaml:5:14: 192.0.2.100 is not defended by this host; "
                        + "if it should be, add web1 to its nodes");
    }

    @Test
    void groupWhenWrittenShouldBeThatOfItsAliasesAlone() {
        String yaml = PAIR + "  - address: 2001:db8::100/64\n  - address: 192.0.2.101/24\n"
                + "groups: {web: [2001:db8:0::100, 192.0.2.100]}\n";

        assertThat(settings(yaml, Hosts.web2()).aliases())
                .extracting(AliasSpec::group)
                .containsExactly(Optional.of("web"), Optional.of("web"), Optional.empty());
    }

    @Test
    void groupWhenItsNodesDifferShouldBeRejectedByTheHostThatDefendsNoneOfIt() {
        String yaml = PAIR.replace("aliases:", "  web3: 192.0.2.13\naliases:") + "    nodes: [web2, web3]\n"
                + "  - address: 192.0.2.101/24\n    nodes: [web3, web2]\ngroups: {web: [192.0.2.100, 192.0.2.101]}\n";

        assertThat(read(yaml, Hosts.web1()).errors())
                .extracting(Finding::what)
                .containsExactly(
                        "192.0.2.101 has nodes: [web3, web2], but 192.0.2.100 of the same group has [web2, web3]");
    }

    @Test
    void selfWhenNamedByOptionShouldNotNeedTheAddress() {
        Reading reading = read(PAIR, Hosts.as(Hosts.web1(), "web2"));

        assertThat(reading.settings().orElseThrow().self()).isEqualTo(WEB2);
        assertThat(reading.warnings()).hasSize(1);
    }

    @Test
    void nodeWhenNameShouldBeResolved() {
        String yaml = PAIR.replace("web2: 192.0.2.12", "web2: web2.example.net");

        assertThat(settings(yaml, Hosts.web1()).nodes()).containsExactly(WEB1, WEB2);
    }

    @Test
    void webWhenOffShouldHaveNoPort() {
        assertThat(settings(PAIR + "web: off\n", Hosts.web1()).web().port()).isEmpty();
    }

    @Test
    void fileWhenByteOrderMarkAndWindowsLineEndsShouldBeReadAllTheSame() {
        String windows = "\ufeff" + PAIR.replace("\n", "\r\n");

        assertThat(settings(windows, Hosts.web1())).isEqualTo(settings(PAIR, Hosts.web1()));
    }

    @Test
    void fullSampleWhenReadShouldHaveEveryKeyWithItsDefault() throws IOException {
        String full = Files.readString(Path.of("conf/alias-defender-full.yaml"));
        Settings sample = settings(full, Hosts.web1());
        Settings defaults = settings(PAIR, Hosts.web1());

        assertThat(only(sample).policy()).isEqualTo(only(defaults).policy());
        assertThat(sample.witnesses()).isEqualTo(defaults.witnesses());
        assertThat(sample.web()).isEqualTo(defaults.web());
        assertThat(sample.addressTool()).isEqualTo(defaults.addressTool());
        assertThat(sample.link().port()).isEqualTo(defaults.link().port());
        assertThat(sample.link().keyFile()).isEqualTo(defaults.link().keyFile());
        assertThat(sample.log()).isEqualTo(defaults.log()).isEqualTo(Log.DEFAULT);
        for (Keys keys : Keys.values()) {
            assertThat(keys.names()).allSatisfy(key -> assertThat(full).containsPattern("(?m)[ {-]?" + key + ":"));
        }
    }

    @Test
    void everyKeyWhenLookedUpShouldBeInTheManual() throws IOException {
        String manual = Files.readString(Path.of("docs/CONFIGURATION.md"));

        for (Keys keys : Keys.values()) {
            assertThat(keys.names()).allSatisfy(key -> assertThat(manual).containsPattern("[`:{ ]" + key + "[`:]"));
        }
    }
}
