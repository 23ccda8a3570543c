package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two gateways with a card on each of two networks: the alias is on the second one, the addresses of the nodes are on the
 * first, over which the rest of the world is reached.
 */
class GatewayPairIT extends MixedPair {
    private static final Cidr SECOND = SecondNetwork.ALIAS;
    /** An address behind the router, which has it. */
    private static final String FAR = "203.0.113.1";

    @BeforeEach
    void farWitness() {
        lab.second();
        lab.hosts().forEach(host -> host.namespace().set("net.ipv4.conf.all.arp_ignore", "0"));
        lab.router().namespace().ip("address", "replace", FAR + "/32", "dev", "lo");
    }

    /** The witness of the first network goes on answering. */
    @ParameterizedTest
    @ValueSource(strings = {"[router, 192.0.2.1]", "[router, 203.0.113.1]", "[203.0.113.1]", "[any]"})
    void standbyWhenTheSwitchOfTheAliasIsDeadShouldSaySoAndNotTakeOver(String witnesses) {
        startPair(witnesses);
        long dead = System.nanoTime();
        lab.second().dead();

        awaitReason(web2, SECOND, "ot taking over");
        Await.pause(INTERVAL.multipliedBy(20));

        assertThat(lab.timeline().gainedAt(SECOND.address(), "web2", dead)).isEmpty();
        assertThat(lab.timeline().holders(SECOND.address())).containsExactly("web1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[203.0.113.1]", "[router, 192.0.2.1]", "none"})
    void standbyWhenTheHolderLosesItsPowerShouldTakeOver(String witnesses) {
        startPair(witnesses);

        lab.faults().powerOff(web1);

        lab.timeline().awaitHolders(SECOND.address(), Set.of("web2"), SOON);
        awaitState(web2, SECOND, "holding");
    }

    /** Each link has its own: the first one's alias is taken by the word of the first one's router. */
    @Test
    void aliasWithWitnessesOfItsOwnShouldBeJudgedByThoseAlone() {
        configure("    witnesses: [198.51.100.77]", true);
        start(web1);
        awaitSaid(web1, "witness 198.51.100.77");
        web1.awaitLine("switch/network down?");
        awaitState(web1, Lab.ALIAS, "holding");
        assertThat(lab.timeline().holders(SECOND.address())).isEmpty();
    }

    @Test
    void doctorShouldKnowTheHolderByItsCardOnThisLink() throws Exception {
        startPair("[router]");

        assertThat(doctor(web2)).contains(SECOND.address() + " is on web1").doesNotContain("no node of ours");

        lab.hosts().forEach(host -> host.namespace().set("net.ipv4.conf.all.arp_ignore", "1"));
        assertThat(doctor(web2)).contains("which may be web1").doesNotContain("no node of ours");
    }

    private static String doctor(LabHost host) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(DaemonCommand.ofThisProgram().argv());
        argv.addAll(List.of(
                "doctor",
                "-c",
                host.config().toString(),
                "--state",
                host.state().toString()));
        Path report = lab.folder().resolve("doctor.txt");
        Process process = new ProcessBuilder(host.namespace().command(argv))
                .redirectErrorStream(true)
                .redirectOutput(report.toFile())
                .start();
        process.waitFor();
        return Files.readString(report);
    }

    private static void startPair(String witnesses) {
        configure("    witnesses: " + witnesses, false);
        start(web1);
        awaitState(web1, SECOND, "holding");
        start(web2);
        awaitState(web2, SECOND, "watching");
        Await.pause(INTERVAL.multipliedBy(3));
    }

    /** @param first with an alias on the first network, too */
    private static void configure(String line, boolean first) {
        LabConfig config = first
                ? LabConfig.every(INTERVAL).defending(Lab.ALIAS, SECOND)
                : LabConfig.every(INTERVAL).defending(SECOND);
        String entry = "  - address: " + SECOND + "\n    interface: ";
        String yaml = config.yaml(lab.hosts())
                .replace(entry + Station.INTERFACE, entry + Station.SECOND_INTERFACE + "\n" + line);
        lab.hosts().forEach(host -> host.configure("alias-defender.yaml", yaml));
    }
}
