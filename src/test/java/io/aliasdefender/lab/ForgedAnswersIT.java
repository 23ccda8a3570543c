package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.os.EchoForger;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A host beyond the router that is asked as a witness sends what it was asked back in the alias's name: it cannot speak
 * ARP on the link, and so an echo answer is all that it can forge.
 */
class ForgedAnswersIT extends MixedPair {
    private static final String WITNESS = "203.0.113.50";
    private static final String WITNESS_V6 = "2001:db8:9::50";
    /** Enough that some of them fall into each round. */
    private static final long MANY = 500;

    /** Of a busy machine, too; the attacker goes on for much longer. */
    private static final Duration USUAL = Duration.ofSeconds(10);

    private static Namespace attacker;

    @BeforeEach
    void attack() {
        if (attacker == null) {
            attacker = beyondTheRouter();
        }
        lab.configure(CONFIG.with("witnesses: [router, " + WITNESS + ", '" + WITNESS_V6 + "']"));
    }

    private static Namespace beyondTheRouter() {
        Namespace router = lab.router().namespace();
        Namespace beyond = lab.namespace("attacker");
        beyond.create();
        router.ip("link", "add", "out", "type", "veth", "peer", "name", Station.INTERFACE, "netns", beyond.name());
        router.batch(List.of(
                "link set dev out up",
                "address add 203.0.113.1/24 dev out",
                "address add 2001:db8:9::1/64 dev out nodad"));
        beyond.batch(List.of(
                "link set dev " + Station.INTERFACE + " up",
                "address add " + WITNESS + "/24 dev " + Station.INTERFACE,
                "address add " + WITNESS_V6 + "/64 dev " + Station.INTERFACE + " nodad",
                "route add default via 203.0.113.1",
                "route add default via 2001:db8:9::1"));
        // A router that lets everything pass, as many do.
        router.set("net.ipv4.ip_forward", "1");
        router.set("net.ipv6.conf.all.forwarding", "1");
        router.set("net.ipv4.conf.all.rp_filter", "0");
        router.set("net.ipv4.conf.out.rp_filter", "0");
        return beyond;
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void deadAliasWhenAWitnessAnswersInItsNameShouldBeTakenOver(Family family) throws Exception {
        startPair();
        long before = answersReceived(web2, family);
        try (EchoForger forger = EchoForger.begin(attacker.name(), family.alias())) {
            Await.until(
                    SOON,
                    () -> answersReceived(web2, family) - before > MANY,
                    () -> "forged answers arrive: " + (answersReceived(web2, family) - before) + " answers, and "
                            + forger.learnt() + " questions");

            long answersBefore = answersReceived(web2, family);
            long dead = System.nanoTime();
            lab.faults().powerOff(web1);

            lab.timeline().awaitHolders(family.alias(), Set.of("web2"), USUAL);
            System.out.printf(
                    "%s alias taken over after %d ms, its name forged%n",
                    family, (System.nanoTime() - dead) / 1_000_000);
            assertThat(answersReceived(web2, family)).isGreaterThan(answersBefore);
            long learnt = forger.learnt();
            Await.until("the witness is asked to the end", SOON, () -> forger.learnt() > learnt);
            // It answers in its own name too, and so it still is a witness.
            assertThat(Quotes.reason(web2, family.alias())).doesNotContain("cut off");
        }
    }

    /** Echo answers that reached a host's kernel, whoever sent them. */
    private static long answersReceived(LabHost host, Family family) {
        String file = family == Family.IPV4 ? "/proc/net/snmp" : "/proc/net/snmp6";
        String[] lines = host.namespace().exec("", "cat", file).split("\n");
        if (family == Family.IPV6) {
            return value(List.of(lines), "Icmp6InEchoReplies");
        }
        List<String> icmp =
                List.of(lines).stream().filter(line -> line.startsWith("Icmp:")).toList();
        int column = List.of(icmp.get(0).split(" +")).indexOf("InEchoReps");
        return Long.parseLong(icmp.get(1).split(" +")[column]);
    }

    private static long value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.split("\\s+")[1])
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
