package io.aliasdefender.keepalived;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.keepalived.ImportRequest.HostHint;
import io.aliasdefender.keepalived.KeepalivedImport.Imported;
import io.aliasdefender.keepalived.Note.Kind;
import io.aliasdefender.keepalived.parse.MemorySources;
import io.aliasdefender.keepalived.parse.ParseFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class KeepalivedImportTest {
    private static final String FILE = "/etc/keepalived/keepalived.conf";
    private static final String PEER = "/peer.conf";

    private final MemorySources sources = new MemorySources();
    private final List<HostHint> peers = new ArrayList<>();
    private HostHint self = HostHint.NONE;
    private KernelView here = KernelView.EMPTY;

    private Imported imported(String text) throws ParseFailure {
        sources.with(FILE, text);
        return KeepalivedImport.of(
                new ImportRequest(Path.of(FILE), self, peers, sources, here, name -> Optional.of("/usr/bin/" + name)));
    }

    private static String instance(int priority, String... lines) {
        return """
                vrrp_instance WEB {
                  interface eth0
                  virtual_router_id 5
                  priority %d
                  virtual_ipaddress { 192.0.2.100/24 }
                  %s
                }
                """.formatted(priority, String.join("\n  ", lines));
    }

    private void peer(String name, String text) {
        sources.with(PEER, text);
        peers.add(new HostHint(Optional.of(name), Optional.of(Path.of(PEER)), Optional.empty()));
    }

    private void peerAt(String name, String address) {
        peers.add(new HostHint(Optional.of(name), Optional.empty(), Optional.of(IpAddress.of(address))));
    }

    private void selfAt(String name, String address) {
        self = new HostHint(Optional.of(name), Optional.empty(), Optional.of(IpAddress.of(address)));
    }

    private static List<String> texts(Imported imported, Kind kind) {
        return imported.notes().stream()
                .filter(note -> note.kind() == kind)
                .map(Note::text)
                .toList();
    }

    private static void assertRight(Imported imported) {
        assertThat(SelfCheck.of("x.yaml", imported.yaml()).errors())
                .as(imported.yaml())
                .isEmpty();
    }

    @Test
    void pairWhenMulticastShouldBeRightOnceSomebodyNamesTheHosts() throws Exception {
        selfAt("web1", "192.0.2.11");
        peerAt("web2", "192.0.2.12");

        Imported imported = imported(instance(150));

        assertRight(imported);
        assertThat(imported.yaml()).contains("  web1: 192.0.2.11\n  web2: 192.0.2.12\n");
        assertThat(texts(imported, Kind.NEEDS_ANSWER))
                .singleElement()
                .asString()
                .contains("that of web2 is not known");
    }

    @Test
    void addressOfAHostWhoseFileIsGivenMayBeGivenBeside() throws Exception {
        selfAt("web1", "192.0.2.11");
        sources.with(PEER, instance(90));
        peers.add(
                new HostHint(Optional.of("web2"), Optional.of(Path.of(PEER)), Optional.of(IpAddress.of("192.0.2.12"))));

        Imported imported = imported(instance(150));

        assertRight(imported);
        assertThat(imported.questions()).isZero();
        assertThat(imported.yaml()).contains("  web1: 192.0.2.11\n  web2: 192.0.2.12\n");
    }

    @Test
    void ownAddressWhenNotWrittenShouldBeTheOneThatTheOtherFileNames() throws Exception {
        self = new HostHint(Optional.of("a"), Optional.empty(), Optional.empty());
        peer("b", instance(90, "unicast_peer { 192.0.2.11 }"));

        Imported imported = imported(instance(150, "unicast_peer { 192.0.2.12 }"));

        assertRight(imported);
        assertThat(imported.yaml()).contains("  a: 192.0.2.11\n  b: 192.0.2.12\n");
    }

    /** 3 x the interval and the skew, which is counted in seconds by version 2 and in intervals by version 3. */
    @ParameterizedTest
    @CsvSource({
        "advert_int 0.5; version 3, 500ms, 1.8 s",
        "advert_int 0.5, 1s, 3.61 s",
        "advert_int 1.5, 2s, 6.61 s",
        "advert_int 2; version 3, 2s, 7.21 s",
        "state BACKUP, 1s, 3.61 s",
    })
    void intervalShouldBeWhatKeepalivedMakesOfIt(String lines, String interval, String silence) throws Exception {
        Imported imported = imported(instance(101, lines.split("; ?")));

        assertThat(imported.yaml()).contains("\ninterval: " + interval + "\n");
        assertThat(String.join("\n", texts(imported, Kind.APPROXIMATED))).contains("dead after " + silence);
    }

    @ParameterizedTest
    @CsvSource({
        "state BACKUP, immediately, 0",
        "state BACKUP; nopreempt, never, 0",
        "state BACKUP; preempt_delay 2.5, 2500ms, 0",
        "state BACKUP; preempt_delay 0.2, immediately, 0",
        "state BACKUP; nopreempt; preempt_delay 60, never, 0",
        "state MASTER; nopreempt, immediately, 1",
        "state MASTER; preempt_delay 60, immediately, 1",
    })
    void failbackShouldBeWhatKeepalivedDoesAndAskedWhereItIgnoresTheWords(String lines, String failback, int questions)
            throws Exception {
        Imported imported = imported(instance(150, lines.split("; ?")));

        assertThat(imported.yaml()).contains("\nfailback: " + failback + "\n");
        assertThat(texts(imported, Kind.NEEDS_ANSWER).stream().filter(text -> text.contains("state MASTER")))
                .hasSize(questions);
    }

    /** With the same check on both hosts. */
    @ParameterizedTest
    @CsvSource({
        "101, 100, 2, true",
        "101, 99, 2, false",
        "120, 100, -30, true",
        "120, 100, -20, false",
        "120, 90, -30, false",
        "254, 250, 10, false",
        "100, 100, 5, false"
    })
    void weightWhenBothFilesAreKnownShouldCountOnlyWhereItChangesTheOrder(
            int own, int other, int weight, boolean decides) throws Exception {
        String script = "vrrp_script c {\n script \"/bin/check\"\n weight " + weight + "\n}\n";
        selfAt("a", "192.0.2.11");
        peer("b", script + instance(other, "mcast_src_ip 192.0.2.12", "track_script { c }"));

        Imported imported = imported(script + instance(own, "track_script { c }"));

        assertRight(imported);
        assertThat(imported.yaml().contains("    checks: [c]\n    on-failure: hand-over\n"))
                .isEqualTo(decides);
        assertThat(imported.yaml().contains("\n  #c: {exec: [/bin/check]")).isEqualTo(!decides);
        assertThat(texts(imported, Kind.NEEDS_ANSWER).stream()
                        .anyMatch(text -> text.contains("never changes the order")))
                .isEqualTo(!decides);
    }

    /** One word of ours for two of theirs, which nobody is to find out in an outage. */
    @Test
    void checksWithAndWithoutWeightOfOneAliasShouldBeAQuestion() throws Exception {
        String scripts = "vrrp_script c {\n script \"/bin/check\"\n weight -60\n}\n";
        selfAt("a", "192.0.2.11");
        peer("b", scripts + instance(100, "mcast_src_ip 192.0.2.12", "track_script { c }", "track_interface { eth1 }"));

        Imported imported = imported(scripts + instance(150, "track_script { c }", "track_interface { eth1 }"));

        assertRight(imported);
        assertThat(imported.yaml())
                .contains("checks: [c, link-eth1]\n    on-failure: release\n", "# QUESTION: Some of the checks");
        assertThat(texts(imported, Kind.NEEDS_ANSWER))
                .anyMatch(text -> text.startsWith("c: weight -60 (150/100 while"));
    }

    @Test
    void prioritiesWhenEqualShouldPreferNobody() throws Exception {
        selfAt("a", "192.0.2.11");
        peer("b", instance(100, "mcast_src_ip 192.0.2.12"));

        Imported imported = imported(instance(100));

        assertRight(imported);
        assertThat(imported.yaml()).contains("\nfailback: never\n");
    }

    @Test
    void machineOfTheImportShouldOnlySuggest() throws Exception {
        here = new KernelView(
                List.of(new Link(2, "eth0", MacAddress.of("02:00:00:00:00:01"), true, true, false)),
                List.of(new Carried(2, Cidr.of("192.0.2.11/24"), Optional.empty(), false)),
                List.of());

        Imported imported = imported(instance(150).replace("/24", ""));

        assertThat(imported.yaml()).contains("192.0.2.100/32", "(eth0 of this machine is in 192.0.2.0/24)", "\"?\"");
        assertThat(imported.yaml()).contains("(eth0 of this machine has 192.0.2.11)");
    }

    @Test
    void unknownWordsShouldBeReportedAndNotFatal() throws Exception {
        Imported imported =
                imported("frobnicate 3\nfrob {\n a 1\n}\n" + instance(150, "priorty 3", "new_block {", "x 1", "}"));

        assertThat(texts(imported, Kind.NO_COUNTERPART))
                .anyMatch(text -> text.contains("unknown word frobnicate"))
                .anyMatch(text -> text.contains("unknown word priorty in vrrp_instance WEB"))
                .anyMatch(text -> text.contains("takes the } of such a block for the end of vrrp_instance WEB"));
        assertThat(imported.yaml()).contains("192.0.2.100/24");
    }

    @Test
    void fileWithoutAddressesShouldBeRefused() {
        assertThatThrownBy(() -> imported("virtual_server 192.0.2.1 80 {\n}\n"))
                .isInstanceOf(ParseFailure.class)
                .hasMessageContaining("there is no vrrp_instance with an address in it");
    }

    @Test
    void sameScriptNameWithAnotherMeaningElsewhereShouldBeACheckOfItsOwn() throws Exception {
        selfAt("a", "192.0.2.11");
        peer(
                "b",
                "vrrp_script c {\n script \"/bin/other\"\n}\n"
                        + instance(90, "mcast_src_ip 192.0.2.12", "track_script { c }"));

        Imported imported =
                imported("vrrp_script c {\n script \"/bin/one\"\n}\n" + instance(150, "track_script { c }"));

        assertRight(imported);
        assertThat(imported.yaml())
                .contains("checks: {a: [c], b: [c-b]}", "  c: {exec: [/bin/one]", "  c-b: {exec: [/bin/other]");
    }

    @Test
    void routesAndRulesShouldMoveWithTheFirstAliasOfTheirFamily() throws Exception {
        selfAt("a", "192.0.2.11");
        peerAt("b", "192.0.2.12");

        Imported imported = imported(instance(
                        150,
                        "virtual_routes {",
                        "default via 192.0.2.1 dev eth0 table 7",
                        "src 192.0.2.100 to 203.0.113.9/24 via 192.0.2.9 dev eth1 metric 5 no_track",
                        "blackhole 198.51.100.0/24",
                        "2001:db8:1::/64 via fe80::1",
                        "}",
                        "virtual_rules {",
                        "from 192.0.2.100 table 7",
                        "to 203.0.113.0/24 lookup main preference 40",
                        "iif eth0 table 7",
                        "}")
                // Of no prefix, so that only the hosts know whether a gateway is on the link.
                .replace("100/24", "100"));

        assertRight(imported);
        assertThat(imported.yaml())
                .contains(
                        "routes: [{to: default, via: \"192.0.2.1\", table: 7},"
                                + " {to: \"203.0.113.0/24\", via: \"192.0.2.9\", interface: eth1, metric: 5, source: alias}]",
                        "rules: [{from: \"192.0.2.100\", table: 7, priority: 1000},"
                                + " {to: \"203.0.113.0/24\", table: main, priority: 40}]");
        assertThat(texts(imported, Kind.NEEDS_ANSWER))
                .anyMatch(text -> text.startsWith("blackhole 198.51.100.0/24: it has words for which there is no key"))
                .anyMatch(text -> text.startsWith("iif eth0 table 7: it has words"))
                .anyMatch(text -> text.contains("no address of this family"))
                .anyMatch(text -> text.contains("priority: 1000. Which one"));
    }

    /** A file that a generator has made; the bound is far above what it takes, and far below what a square of it would. */
    @Test
    void tenThousandInstancesShouldTakeSeconds() throws Exception {
        StringBuilder text = new StringBuilder("$I= \\\nvrrp_instance V${N}x${M} { \\\n interface eth0 \\\n");
        text.append("virtual_router_id ${M} \\\n virtual_ipaddress { \\\n 10.0.${N}.${M}/16 \\\n } \\\n }\n");
        text.append("~SEQ(N, 1, 50) ~SEQ(M, 1, 200) $I\n");

        assertThat(imported(text.toString()).yaml()).contains("address: 10.0.50.200/16");
    }
}
