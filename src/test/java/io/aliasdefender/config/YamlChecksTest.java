package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Policy.OnFailure;
import io.aliasdefender.payload.CheckKind;
import io.aliasdefender.payload.CheckKind.Endpoint;
import io.aliasdefender.payload.CheckKind.Statuses;
import io.aliasdefender.payload.CheckSpec;
import io.aliasdefender.payload.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlChecksTest {
    private static final String NODES = "nodes: {web1: 192.0.2.11, web2: 192.0.2.12}\n";
    private static final String ALIAS = "aliases:\n  - address: 192.0.2.100/24\n    checks: [proxy]\n";

    private static Reading read(String yaml, HostFacts host) {
        return ConfigReader.read("test", yaml.getBytes(StandardCharsets.UTF_8), host);
    }

    private static Settings settings(String yaml, HostFacts host) {
        Reading reading = read(yaml, host);
        assertThat(reading.errors()).isEmpty();
        return reading.settings().orElseThrow();
    }

    private static CheckSpec check(String check) {
        return settings(NODES + ALIAS + "checks: {proxy: " + check + "}\n", Hosts.web1())
                .checks()
                .get(0);
    }

    @Test
    void checkWhenOnlyItsKindIsWrittenShouldHaveDocumentedDefaults() {
        assertThat(check("{tcp: '127.0.0.1:3128'}"))
                .isEqualTo(new CheckSpec(
                        "proxy",
                        new CheckKind.Tcp(new Endpoint("127.0.0.1", 3128)),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(500),
                        2,
                        2));
        assertThat(check("{process: {pid-file: /run/a.pid}}").fall()).isEqualTo(1);
        assertThat(check("{interface: eth1}").fall()).isEqualTo(1);
    }

    @Test
    void checksWhenOfEveryKindShouldSayWhatIsLookedAt() throws IOException {
        Settings settings =
                settings(Files.readString(Path.of("src/test/resources/config/good/checks.yaml")), Hosts.web1());

        Map<String, CheckKind> kinds = new HashMap<>();
        settings.checks().forEach(check -> kinds.put(check.name(), check.kind()));
        assertThat(kinds)
                .containsEntry(
                        "proxy",
                        new CheckKind.Http(
                                new Endpoint("127.0.0.1", 3128),
                                false,
                                "/health",
                                Optional.empty(),
                                List.of(Statuses.DEFAULT),
                                Map.of(),
                                Optional.empty(),
                                Optional.empty(),
                                false))
                .containsEntry(
                        "secure",
                        new CheckKind.Http(
                                new Endpoint("::1", 8443),
                                true,
                                "/?a=b",
                                Optional.of("www.example.net"),
                                List.of(new Statuses(200, 299), new Statuses(401, 401)),
                                Map.of("X-Role", "primary"),
                                Optional.of("healthy"),
                                Optional.empty(),
                                true))
                .containsEntry("name", new CheckKind.Dns("www.example.net", new Endpoint("127.0.0.1", 5353), true))
                .containsEntry("isp", new CheckKind.Ping(IpAddress.of("198.51.100.1"), Optional.of("eth1")))
                .containsEntry("squid", new CheckKind.PidFile("/run/squid.pid"))
                .containsEntry("main", new CheckKind.MainProcess("squid.service"))
                .containsEntry("fit", new CheckKind.Exec(List.of("/bin/true", "--fast", "3"), "nobody"))
                .containsEntry("drain", new CheckKind.FileThere("/run/drain", false))
                .containsEntry(
                        "uplink", new CheckKind.Interface("eth1", Optional.of(IpAddress.of("198.51.100.11")), true))
                .containsEntry("unit", new CheckKind.Unit("squid.service"))
                .containsEntry("nodes", new CheckKind.PidFile("/run/a.pid"));
    }

    @Test
    void checksWhenWrittenByHostShouldBeThoseOfThisHost() throws IOException {
        String yaml = Files.readString(Path.of("src/test/resources/config/good/checks.yaml"));

        AliasSpec ofWeb1 = settings(yaml, Hosts.web1()).aliases().get(1);
        AliasSpec ofWeb2 = settings(yaml, Hosts.web2()).aliases().get(1);

        assertThat(ofWeb1.checks()).containsExactly("proxy");
        assertThat(ofWeb2.checks()).containsExactly("port");
        assertThat(settings(yaml, Hosts.web2()).checks())
                .extracting(CheckSpec::kind)
                .contains(new CheckKind.MainProcess("b.service"));
    }

    @Test
    void onFailureWhenWrittenAtSeveralPlacesShouldBeThatOfTheNearest() throws IOException {
        List<AliasSpec> aliases = settings(
                        Files.readString(Path.of("src/test/resources/config/good/checks.yaml")), Hosts.web1())
                .aliases();

        assertThat(aliases)
                .extracting(alias -> alias.policy().onFailure())
                .containsExactly(OnFailure.RELEASE, OnFailure.HOLD, OnFailure.HAND_OVER, OnFailure.HAND_OVER);
    }

    @Test
    void membersWhenOneOfThemHasChecksShouldAllNeedThese() {
        Settings settings = settings(
                NODES + "checks: {a: {tcp: 'localhost:1'}, b: {tcp: 'localhost:2'}}\n"
                        + "aliases:\n  - address: 192.0.2.100/24\n    checks: [b]\n  - address: 192.0.2.101/24\n"
                        + "groups: {web: {aliases: [192.0.2.100, 192.0.2.101], checks: [a]}}\n",
                Hosts.web1());

        assertThat(settings.aliases())
                .allSatisfy(alias -> assertThat(alias.checks()).containsExactly("a", "b"));
    }

    @Test
    void checkWhenNobodyNamesItShouldBeAWarningAndNotRun() {
        Reading reading = read(
                NODES + "aliases:\n  - address: 192.0.2.100/24\nchecks: {proxy: {tcp: 'localhost:1'}}\n", Hosts.web1());

        assertThat(reading.warnings())
                .extracting(Finding::toString)
                .containsExactly("test:4:10: check \"proxy\" is named by no alias and no group, and so is never looked"
                        + " at; add it to the checks of an alias, or remove it");
        assertThat(reading.settings().orElseThrow().checks()).isEmpty();
    }

    @Test
    void checkWhenItHasNothingForThisHostShouldBeAWarningAndNotBeNeeded() {
        Reading reading = read(NODES + ALIAS + "checks: {proxy: {tcp: {web2: 'localhost:1'}}}\n", Hosts.web1());

        assertThat(reading.warnings())
                .extracting(Finding::toString)
                .containsExactly("test:4:14: check proxy says nothing for web1, which passes it always;"
                        + " add web1 to the check, or name it for the others only");
        assertThat(reading.settings().orElseThrow().aliases().get(0).checks()).isEmpty();
    }

    @Test
    void programWhenOthersCanWriteItShouldBeRefused(@TempDir Path folder) throws IOException {
        Path program = Files.writeString(folder.resolve("fit"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xrwx"));

        assertThat(read(NODES + ALIAS + "checks: {proxy: {exec: [" + program + "]}}\n", Hosts.web1())
                        .errors())
                .extracting(Finding::toString)
                .containsExactly("test:5:25: check proxy: exec \"" + Quoted.harmless(program.toString(), 60)
                        + "\": this file can be written by every user of this host; run chmod o-w " + program);
    }

    @Test
    void programWhenItCannotBeExecutedShouldBeRefused(@TempDir Path folder) throws IOException {
        Path program = Files.writeString(folder.resolve("fit"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(read(NODES + ALIAS + "checks: {proxy: {exec: [" + program + "]}}\n", Hosts.web1())
                        .errors())
                .extracting(Finding::remedy)
                .containsExactly("run chmod a+rx " + program);
    }

    @Test
    void planWhenChecksChangeShouldNameThem() {
        Settings before = settings(NODES + ALIAS + "checks: {proxy: {tcp: 'localhost:1'}}\n", Hosts.web1());
        Settings after = settings(
                NODES + ALIAS.replace("[proxy]", "[proxy, port]\n    on-failure: release")
                        + "checks: {proxy: {tcp: 'localhost:1', fall: 3}, port: {tcp: 'localhost:2'}}\n",
                Hosts.web1());

        assertThat(ReloadPlan.between(before, after))
                .containsExactly(
                        "change check proxy: tcp localhost:1, every 1s, timeout 500ms, fall 3, rise 2",
                        "add check port: tcp localhost:2, every 1s, timeout 500ms, fall 2, rise 2",
                        "change 192.0.2.100: checks proxy -> proxy, port, on-failure hand-over -> release");
        assertThat(ReloadPlan.between(after, before)).contains("remove check port");
    }
}
