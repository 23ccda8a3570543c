package io.aliasdefender.doctor;

import io.aliasdefender.config.Reading;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.doctor.Facts.Configuration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs every check on this host. Blocks: for the command line. */
public final class Doctor {
    /** For everything together: each command has its limit, but there are many, and a disk may not answer for ever. */
    public static final Duration LIMIT = Duration.ofSeconds(20);

    private final Facts facts;
    private final boolean asking;
    private Answers answers = Answers.NONE;

    Doctor(Facts facts, boolean asking) {
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

    /** By topic, in the order of {@link Topic}. */
    private static final List<Examination.Named> CHECKS = List.of(
            new Examination.Named(Topic.CONFIGURATION, "configuration", ConfigurationCheck::look),
            new Examination.Named(Topic.CONFIGURATION, "daemon", DaemonCheck::look),
            new Examination.Named(Topic.CONFIGURATION, "checks", ServiceCheck::look),
            new Examination.Named(Topic.NODES, "link", LinkCheck::look),
            new Examination.Named(Topic.PROGRAM, "rights", RightsCheck::look),
            new Examination.Named(Topic.PROGRAM, "jvm", JvmCheck::look),
            new Examination.Named(Topic.PROGRAM, "commands", CommandsCheck::look),
            new Examination.Named(Topic.PROGRAM, "limits", LimitsCheck::look),
            new Examination.Named(Topic.PROGRAM, "state-folder", StateFolderCheck::look),
            new Examination.Named(Topic.PROGRAM, "clock", ClockCheck::look),
            new Examination.Named(Topic.INTERFACES, "interfaces", InterfacesCheck::look),
            new Examination.Named(Topic.KERNEL, "arp", ArpCheck::look),
            new Examination.Named(Topic.KERNEL, "rp-filter", ReversePathCheck::look),
            new Examination.Named(Topic.KERNEL, "promote-secondaries", PromoteCheck::look),
            new Examination.Named(Topic.KERNEL, "echo", EchoCheck::look),
            new Examination.Named(Topic.KERNEL, "nonlocal-bind", NonlocalBindCheck::look),
            new Examination.Named(Topic.KERNEL, "ipv6", Ipv6Check::look),
            new Examination.Named(Topic.KERNEL, "neighbour-table", NeighbourTableCheck::look),
            new Examination.Named(Topic.FIREWALL, "firewall", FirewallCheck::look),
            new Examination.Named(Topic.OTHERS, "networkd", NetworkdCheck::look),
            new Examination.Named(Topic.OTHERS, "networkmanager", NetworkManagerCheck::look),
            new Examination.Named(Topic.OTHERS, "processes", ProcessesCheck::look),
            new Examination.Named(Topic.OTHERS, "platform", PlatformCheck::look));

    /**
     * Looks at everything; the findings are in the order of their topics.
     *
     * @param begunNanos when {@link #LIMIT} began, of {@link System#nanoTime()}
     * @param progress is told before something that takes its time
     */
    public List<Found> examine(long begunNanos, Consumer<String> progress) throws InterruptedException {
        return examine(new Examination(facts, begunNanos, LIMIT), progress);
    }

    List<Found> examine(Examination examination, Consumer<String> progress) throws InterruptedException {
        try (examination) {
            for (Examination.Named named : CHECKS) {
                examination.run(named);
            }
            if (asking && facts.settings().isPresent()) {
                progress.accept("asking the network");
                for (Examination.Named named : network()) {
                    examination.run(named);
                }
            }
            return examination.found();
        }
    }

    private List<Examination.Named> network() {
        return List.of(
                new Examination.Named(Topic.NETWORK, "network", this::ask),
                new Examination.Named(Topic.NETWORK, "witnesses", known -> WitnessesCheck.look(known, answers)),
                new Examination.Named(Topic.NETWORK, "aliases", known -> AliasesCheck.look(known, answers)),
                new Examination.Named(Topic.NETWORK, "proxy-arp", known -> ProxyArpCheck.look(known, answers)),
                new Examination.Named(Topic.NODES, "nodes", known -> NodesCheck.look(known, answers)),
                new Examination.Named(
                        Topic.NODES, "partners", known -> PartnersCheck.look(known, Peers.ask(known.settings()))));
    }

    /** For all that are about the network; {@link Examination} runs one after the other. */
    private List<Diagnosis> ask(Facts known) throws InterruptedException {
        answers = Survey.ask(known);
        return answers.problem().stream()
                .map(why -> Diagnosis.unknown("the network could not be asked: " + why, "run this as root"))
                .toList();
    }
}
