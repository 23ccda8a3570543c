package io.aliasdefender.cli;

import static io.aliasdefender.cli.DaemonLab.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.cli.Program.Ended;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.lab.Await;
import io.aliasdefender.lab.Lab;
import io.aliasdefender.lab.LabConfig;
import io.aliasdefender.lab.LabHost;
import io.aliasdefender.os.NetNs;
import io.aliasdefender.web.HostileServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Faults that are really made on a host of the laboratory, and found. */
class DoctorIT {
    private static final Cidr V6 = Lab.ALIAS_V6;
    /** About the machine, not about the namespace: how it is here, nobody knows. */
    private static final Set<String> OF_THE_MACHINE = Set.of("clock", "platform", "limits", "jvm", "networkd");

    @RegisterExtension
    private static final DaemonLab LAB = new DaemonLab();

    @TempDir
    private Path folder;

    private Program program;

    @BeforeEach
    void configure() {
        program = new Program(host().namespace(), folder);
        LAB.lab().configure(LabConfig.both(Duration.ofMillis(100)));
    }

    @Test
    void hostWhenAllIsWellShouldHaveNeitherErrorNorWarning() throws Exception {
        LAB.leaveToTheNext();
        Examined examined = examine();

        assertThat(examined.trouble()).isEmpty();
        assertThat(examined.status()).isZero();
        assertThat(examined.all())
                .contains("ok witness 192.0.2.1 answers", "ok node web2 (192.0.2.12) answers")
                .anyMatch(line -> line.startsWith("ok nobody answers for 192.0.2.100 "));
    }

    @Test
    void reportShouldBeForPeopleWithoutColoursInAFile() throws Exception {
        LAB.leaveToTheNext();
        Ended ended = program.run("doctor", "-c", host().config(), "--state", host().state(), "--offline");

        assertThat(ended.out())
                .contains("Kernel settings\n", "  ok       arp_ignore is ", "0 errors, ")
                .doesNotContain("\u001b", "Network\n");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void kernelSettingsThatKeepAnAliasFromItsClientsShouldBeFound() throws Exception {
        set("net.ipv4.conf.eth0.arp_ignore", 8);
        set("net.ipv4.icmp_echo_ignore_all", 1);
        set("net.ipv6.conf.eth0.disable_ipv6", 1);

        Examined examined = examine();

        assertThat(examined.status()).isEqualTo(1);
        assertThat(examined.trouble())
                .anyMatch(line -> line.startsWith("error arp_ignore is 8 on eth0"))
                .anyMatch(line -> line.startsWith("warning net.ipv4.icmp_echo_ignore_all is 1"))
                .anyMatch(line -> line.startsWith("error IPv6 is disabled on eth0"));

        // As the remedies say.
        set("net.ipv4.conf.eth0.arp_ignore", 1);
        set("net.ipv4.icmp_echo_ignore_all", 0);
        set("net.ipv6.conf.eth0.disable_ipv6", 0);
        assertThat(examine().trouble()).noneMatch(line -> line.contains("arp_ignore") || line.contains("disabled"));
    }

    @Test
    void releaseThatWouldTakeTheHostsOwnAddressAlongShouldBeFound() throws Exception {
        set("net.ipv4.conf.all.promote_secondaries", 0);
        set("net.ipv4.conf.eth0.promote_secondaries", 0);
        host().namespace().ip("address", "del", "192.0.2.11/24", "dev", "eth0");
        host().namespace().ip("address", "add", Lab.ALIAS.toString(), "dev", "eth0");
        host().namespace().ip("address", "add", "192.0.2.11/24", "dev", "eth0");

        assertThat(examine().trouble())
                .anyMatch(
                        line -> line.startsWith("error promote_secondaries is off and 192.0.2.100/24 is the primary"));
    }

    @Test
    void firewallThatDropsIcmpOrArpShouldBeFound() throws Exception {
        in(
                "nft",
                "add table inet guard; add chain inet guard in { type filter hook input priority 0; policy drop; };"
                        + " add rule inet guard in tcp dport 22 accept;"
                        + " add table arp guard; add chain arp guard in { type filter hook input priority 0; policy drop; }");
        try {
            assertThat(examine().trouble())
                    .anyMatch(
                            line -> line.startsWith("warning nftables chain inet guard in may drop ICMP echo requests"))
                    .anyMatch(line -> line.startsWith("warning nftables chain inet guard in may drop neighbour"))
                    .anyMatch(line -> line.startsWith("warning nftables chain arp guard in may drop ARP packets"));
        } finally {
            in("nft", "delete table inet guard; delete table arp guard");
        }
        assertThat(examine().trouble()).noneMatch(line -> line.contains("guard"));
    }

    @Test
    void aliasThatIsElsewhereShouldBeFoundWithItsHolder() throws Exception {
        LAB.lab().faults().strangerWith(Lab.ALIAS, false);
        LAB.lab().web(2).namespace().ip("address", "add", V6.toString(), "dev", "eth0", "nodad");
        Examined elsewhere = examine();
        assertThat(elsewhere.trouble())
                .anyMatch(line ->
                        line.startsWith("error 192.0.2.100 is answered by") && line.contains("no node of ours"));
        assertThat(elsewhere.all()).contains("ok 2001:db8::100 is on web2");

        host().namespace().ip("address", "add", Lab.ALIAS.toString(), "dev", "eth0");
        assertThat(examine().trouble()).anyMatch(line -> line.startsWith("error 192.0.2.100 is here, and "));
    }

    @Test
    void rightsThatAreMissingShouldBeFoundAndWhatCouldNotBeAskedBeTold() throws Exception {
        LAB.leaveToTheNext();
        Examined examined = new Examined(
                program.runBy(Program.POWERLESS, "doctor", "-c", host().config(), "--state", host().state(), "--json"));

        assertThat(examined.status()).isEqualTo(1);
        assertThat(examined.trouble())
                .singleElement()
                .asString()
                .startsWith("error this process is root without CAP_NET_ADMIN and CAP_NET_RAW");
        assertThat(examined.all())
                .anyMatch(line -> line.startsWith("unknown the network could not be asked"))
                .anyMatch(line -> line.startsWith("unknown the firewall's rules could not be read"));
    }

    @Test
    void linkThatIsDownShouldBeFound() throws Exception {
        LAB.lab().faults().cableOut(host());
        assertThat(examine().trouble())
                .contains("error eth0 has no carrier")
                .anyMatch(line -> line.startsWith("error no IPv4 witness answers"))
                .anyMatch(line -> line.startsWith("warning node web2 (192.0.2.12) does not answer"));

        host().namespace().ip("link", "set", "eth0", "down");
        assertThat(examine().trouble())
                .contains("error eth0 is down")
                .anyMatch(line -> line.startsWith("error no IPv4 default router is known"));
    }

    @Test
    void anotherFailoverProgramShouldBeFound() throws Exception {
        LAB.leaveToTheNext();
        Path keepalived = Files.copy(
                Path.of("/bin/sleep").toRealPath(), folder.resolve("keepalived"), StandardCopyOption.COPY_ATTRIBUTES);
        Process process = new ProcessBuilder(host().namespace().command(List.of(keepalived.toString(), "60"))).start();
        try {
            Await.until("it runs", SOON, () -> process.info().command().equals(Optional.of(keepalived.toString())));
            assertThat(examine().trouble()).anyMatch(line -> line.startsWith("warning keepalived runs here"));
        } finally {
            process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void daemonsThatRunSomethingElseShouldBeFound() throws Exception {
        String served =
                "web: {host: 0.0.0.0, peers: {web1: \"http://192.0.2.11:8600\", web2: \"http://192.0.2.12:8600\"}}";
        LAB.lab().configure(LabConfig.every(Duration.ofMillis(100)).with(served));
        LAB.hold();
        LabHost web2 = LAB.lab().web(2);
        web2.start();
        web2.awaitReady();
        Examined agreed = examine();
        assertThat(agreed.trouble()).noneMatch(line -> line.contains("the daemon") || line.contains("configured"));
        assertThat(agreed.all())
                .contains(
                        "ok the daemon answers and runs this configuration",
                        "ok web2 runs the same configuration",
                        "ok 192.0.2.100 is here, and nobody else answers for it");

        web2.configure("alias-defender.yaml", Files.readString(web2.config()).replace("100ms", "200ms"));
        Await.until(SOON, () -> web2.lastLines(50).contains("configuration reloaded"), () -> web2.lastLines(20));
        // What the interval is the measure of differs, too.
        assertThat(examine().trouble())
                .anyMatch(line -> line.startsWith(
                        "warning web2 is configured differently: interval_ms 100 here and 200 there; "));
    }

    /** A node's daemon, or whoever is there instead, that sends a byte now and then and never comes to an end. */
    @Test
    void peerThatTricklesShouldBeToldOfAndHoldUpNothing() throws Exception {
        LAB.lab()
                .configure(LabConfig.both(Duration.ofMillis(100))
                        .with("web: {peers: {web2: \"http://192.0.2.12:8600\"}}"));
        ServerSocket listening = NetNs.call(
                LAB.lab().web(2).namespace().name(),
                () -> new ServerSocket(8600, 16, InetAddress.getByName("192.0.2.12")));
        try (HostileServer peer = new HostileServer(listening, (path, out) -> {
            out.write("HTTP/1.0 200 OK\r\n\r\n{");
            while (true) {
                Await.pause(Duration.ofMillis(50));
                out.write(" ");
            }
        })) {
            Examined examined = examine();

            assertThat(peer.connections()).isEqualTo(1);
            assertThat(examined.all())
                    .contains("unknown web2 does not say what it is configured to do: "
                            + "http://192.0.2.12:8600 gave no complete answer within 2000 ms")
                    .contains("ok witness 192.0.2.1 answers", "ok node web2 (192.0.2.12) answers")
                    .noneMatch(line -> line.contains("all checks together"));
            assertThat(examined.status()).isZero();
        }
    }

    /** What the program said: {@code LEVEL sentence} for each finding. */
    private record Examined(Ended ended) {
        int status() {
            return ended.status();
        }

        List<String> all() {
            return findings().map(Examined::line).toList();
        }

        /** Errors and warnings, as far as the laboratory can know what is right. */
        List<String> trouble() {
            return findings()
                    .filter(finding -> Set.of("error", "warning").contains(finding.getString("level")))
                    .filter(finding -> !OF_THE_MACHINE.contains(finding.getString("check")))
                    .map(Examined::line)
                    .toList();
        }

        private static String line(JsonObject finding) {
            return finding.getString("level") + " " + finding.getString("sentence");
        }

        private Stream<JsonObject> findings() {
            return new JsonObject(ended.out()).getJsonArray("findings").stream().map(JsonObject.class::cast);
        }
    }

    private Examined examine() throws Exception {
        return new Examined(program.run("doctor", "-c", host().config(), "--state", host().state(), "--json"));
    }

    private static void set(String key, int value) throws Exception {
        in("sh", "-c", "echo " + value + " > /proc/sys/" + key.replace('.', '/'));
    }

    private static void in(String... argv) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(host().namespace().command(List.of(argv)))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static LabHost host() {
        return LAB.host();
    }
}
