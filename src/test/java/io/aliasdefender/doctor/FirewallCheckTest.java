package io.aliasdefender.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from rule sets as the real commands print them. */
class FirewallCheckTest {
    private final Situation host = new Situation().configured(Situation.BOTH);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nft-empty.json       | OK no rule of nftables is seen to drop ICMP, ICMPv6 or ARP
            nft-accepts.json     | OK no rule of nftables is seen to drop ICMP, ICMPv6 or ARP
            nft-drops-all.json   | WARNING nftables chain inet filter input may drop ICMP echo requests
            nft-drops-all.json   | WARNING nftables chain inet filter input may drop ICMPv6 echo requests
            nft-drops-all.json   | WARNING nftables chain inet filter input may drop neighbour solicitations
            nft-drops-icmp.json  | WARNING nftables chain inet filter input may drop ICMP echo requests
            nft-drops-arp.json   | WARNING nftables chain arp filter in may drop ARP packets that come in: nobody finds
            nft-drops-out.json   | WARNING nftables chain ip filter output may drop ICMP echo requests that leave
            """)
    void nftablesShouldBeReadAsAPersonDoes(String file, String line) throws Exception {
        host.inspector().command("nft -j list ruleset", 0, text(file));

        assertThat(Situation.lines(FirewallCheck.examine(host.facts()))).anyMatch(found -> found.startsWith(line));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nft-drops-icmp.json | 1
            nft-drops-arp.json  | 1
            nft-drops-all.json  | 3
            nft-drops-out.json  | 1
            """)
    void warningsShouldBeAboutNothingElse(String file, int count) throws Exception {
        host.inspector().command("nft -j list ruleset", 0, text(file));

        assertThat(FirewallCheck.examine(host.facts()))
                .hasSize(count)
                .allMatch(found -> found.level() == Level.WARNING);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            iptables  | iptables-open.txt     | OK no rule of iptables is seen
            iptables  | iptables-ufw.txt      | OK no rule of iptables is seen
            iptables  | iptables-closed.txt   | WARNING chain INPUT of iptables-save may drop ICMP echo requests that come in
            ip6tables | ip6tables-closed.txt  | WARNING chain INPUT of ip6tables-save may drop neighbour solicitations
            arptables | arptables-drop.txt    | WARNING chain INPUT of arptables-save may drop ARP packets that come in
            ebtables  | ebtables-drop.txt     | WARNING chain OUTPUT of ebtables-save may drop ARP packets that leave
            """)
    void olderCommandsShouldBeReadWhereThereIsNoNft(String command, String file, String line) throws Exception {
        host.inspector().command(command + "-save", 0, text(file));

        assertThat(Situation.lines(FirewallCheck.examine(host.facts()))).anyMatch(found -> found.startsWith(line));
    }

    @Test
    void remedyShouldBeACommandOfTheSameKind() throws Exception {
        host.inspector().command("nft -j list ruleset", 0, text("nft-drops-arp.json"));
        assertThat(FirewallCheck.examine(host.facts()).get(0).remedy())
                .hasValue("nft insert rule arp filter in accept, and the same in /etc/nftables.conf");

        Situation older = new Situation();
        older.inspector().command("iptables-save", 0, text("iptables-closed.txt"));
        assertThat(FirewallCheck.examine(older.facts()).get(0).remedy())
                .hasValue("iptables -I INPUT -p icmp -j ACCEPT, and save the rules");
    }

    @Test
    void ipv6WhenNoAliasNeedsItShouldNotMatter() throws Exception {
        host.configured(Situation.PAIR);
        host.inspector().command("nft -j list ruleset", 0, text("nft-drops-all.json"));

        assertThat(FirewallCheck.examine(host.facts()))
                .singleElement()
                .matches(found -> found.sentence().contains(" ICMP echo requests "));
    }

    @Test
    void rulesWhenTheyMayNotBeReadShouldBeUnknown() throws Exception {
        host.inspector()
                .command(
                        "nft -j list ruleset",
                        1,
                        "Operation not permitted (you must be root)\nnetlink: Error: cache\n");

        assertThat(Situation.lines(FirewallCheck.examine(host.facts())))
                .containsExactly("UNKNOWN the firewall's rules could not be read by nft -j list ruleset: Operation not"
                        + " permitted (you must be root)");
    }

    @Test
    void rulesWhenNothingCanBeAskedShouldBeUnknown() throws Exception {
        assertThat(FirewallCheck.examine(host.facts()))
                .singleElement()
                .matches(found -> found.level() == Level.UNKNOWN);
    }

    @Test
    void nftablesWhenTheTextIsStrangeShouldBeUnknown() throws Exception {
        for (String strange : List.of("", "{", "{\"nftables\": [1, {\"rule\": {}}]}", "[]")) {
            Situation other = new Situation();
            other.inspector().command("nft -j list ruleset", 0, strange);
            assertThat(FirewallCheck.examine(other.facts()))
                    .singleElement()
                    .matches(found -> found.level() == Level.UNKNOWN);
        }
    }

    private static String text(String file) throws IOException {
        try (InputStream in = FirewallCheckTest.class.getResourceAsStream("/doctor/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
