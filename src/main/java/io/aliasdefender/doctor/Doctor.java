package io.aliasdefender.doctor;

import io.aliasdefender.config.Reading;
import io.aliasdefender.core.Mistake;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.doctor.Facts.Configuration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs every check on this host. Blocks: for the command line. */
public final class Doctor {
    private final Facts facts;
    private final boolean asking;

    private Doctor(Facts facts, boolean asking) {
        this.facts = facts;
        this.asking = asking;
    }

    /**
     * @param kernel of this moment
     * @param configuration the file and what came of reading it; empty: only the host is looked at
     * @param socket where a running daemon answers
     * @param asking whether the network and the other nodes may be asked
     */
    public static Doctor of(
            KernelView kernel, Optional<Path> file, Optional<Reading> configuration, Path socket, boolean asking) {
        Optional<Configuration> known =
                file.flatMap(path -> configuration.map(reading -> new Configuration(path, reading)));
        Path stateFolder = socket.toAbsolutePath().getParent();
        return new Doctor(new Facts(new ThisMachine(), kernel, known, stateFolder, Daemon.ask(socket)), asking);
    }

    private record Named(Topic topic, String name, Check check) {}

    /** By topic, in the order of {@link Topic}. */
    private static final List<Named> CHECKS = List.of(
            new Named(Topic.CONFIGURATION, "configuration", ConfigurationCheck::look),
            new Named(Topic.CONFIGURATION, "daemon", DaemonCheck::look),
            new Named(Topic.PROGRAM, "rights", RightsCheck::look),
            new Named(Topic.PROGRAM, "jvm", JvmCheck::look),
            new Named(Topic.PROGRAM, "commands", CommandsCheck::look),
            new Named(Topic.PROGRAM, "limits", LimitsCheck::look),
            new Named(Topic.PROGRAM, "state-folder", StateFolderCheck::look),
            new Named(Topic.PROGRAM, "clock", ClockCheck::look),
            new Named(Topic.INTERFACES, "interfaces", InterfacesCheck::look),
            new Named(Topic.KERNEL, "arp", ArpCheck::look),
            new Named(Topic.KERNEL, "rp-filter", ReversePathCheck::look),
            new Named(Topic.KERNEL, "promote-secondaries", PromoteCheck::look),
            new Named(Topic.KERNEL, "echo", EchoCheck::look),
            new Named(Topic.KERNEL, "nonlocal-bind", NonlocalBindCheck::look),
            new Named(Topic.KERNEL, "ipv6", Ipv6Check::look),
            new Named(Topic.KERNEL, "neighbour-table", NeighbourTableCheck::look),
            new Named(Topic.FIREWALL, "firewall", FirewallCheck::look),
            new Named(Topic.OTHERS, "networkd", NetworkdCheck::look),
            new Named(Topic.OTHERS, "networkmanager", NetworkManagerCheck::look),
            new Named(Topic.OTHERS, "processes", ProcessesCheck::look),
            new Named(Topic.OTHERS, "platform", PlatformCheck::look));

    /**
     * Looks at everything; the findings are in the order of their topics.
     *
     * @param progress is told before something that takes its time
     */
    public List<Found> examine(Consumer<String> progress) throws InterruptedException {
        List<Found> found = new ArrayList<>();
        for (Named named : CHECKS) {
            found.addAll(run(named));
        }
        if (asking && facts.settings().isPresent()) {
            progress.accept("asking the network");
            found.addAll(askNetwork());
        }
        return found;
    }

    private List<Found> askNetwork() throws InterruptedException {
        Answers answers = Survey.ask(facts);
        List<Found> found = new ArrayList<>();
        answers.problem()
                .ifPresent(why -> found.add(new Found(
                        Topic.NETWORK,
                        "network",
                        Diagnosis.unknown("the network could not be asked: " + why, "run this as root"))));
        found.addAll(run(new Named(Topic.NETWORK, "witnesses", facts -> WitnessesCheck.look(facts, answers))));
        found.addAll(run(new Named(Topic.NETWORK, "aliases", facts -> AliasesCheck.look(facts, answers))));
        found.addAll(run(new Named(Topic.NETWORK, "proxy-arp", facts -> ProxyArpCheck.look(facts, answers))));
        Map<String, Peers.Said> said = Peers.ask(facts.settings());
        found.addAll(run(new Named(Topic.NODES, "nodes", facts -> NodesCheck.look(facts, answers))));
        found.addAll(run(new Named(Topic.NODES, "partners", facts -> PartnersCheck.look(facts, said))));
        return found;
    }

    /** A check that nobody foresaw to fail must not take the others' findings along. */
    private List<Found> run(Named named) throws InterruptedException {
        List<Diagnosis> found;
        try {
            found = named.check().look(facts);
        } catch (RuntimeException mistake) {
            found = List.of(Diagnosis.unknown(
                    "this check has an error inside: " + Mistake.describe(mistake), "please report it"));
        }
        return found.stream()
                .map(diagnosis -> new Found(named.topic(), named.name(), diagnosis))
                .toList();
    }
}
