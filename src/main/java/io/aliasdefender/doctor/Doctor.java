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
    private NetworkAnswers answers = NetworkAnswers.NONE;

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
        return new Doctor(
                new Facts(new LocalHostInspector(), kernel, known, stateFolder, DaemonAnswers.ask(socket)), asking);
    }

    /** By topic, in the order of {@link Topic}. */
    private static final List<Examination.Named> CHECKS = List.of(
            new Examination.Named(Topic.CONFIGURATION, "configuration", ConfigurationCheck::examine),
            new Examination.Named(Topic.CONFIGURATION, "daemon", DaemonCheck::examine),
            new Examination.Named(Topic.CONFIGURATION, "checks", ServiceCheck::examine),
            new Examination.Named(Topic.NODES, "link", LinkCheck::examine),
            new Examination.Named(Topic.PROGRAM, "rights", RightsCheck::examine),
            new Examination.Named(Topic.PROGRAM, "jvm", JvmCheck::examine),
            new Examination.Named(Topic.PROGRAM, "commands", CommandsCheck::examine),
            new Examination.Named(Topic.PROGRAM, "limits", LimitsCheck::examine),
            new Examination.Named(Topic.PROGRAM, "state-folder", StateFolderCheck::examine),
            new Examination.Named(Topic.PROGRAM, "clock", ClockCheck::examine),
            new Examination.Named(Topic.INTERFACES, "interfaces", InterfacesCheck::examine),
            new Examination.Named(Topic.KERNEL, "arp", ArpCheck::examine),
            new Examination.Named(Topic.KERNEL, "rp-filter", ReversePathCheck::examine),
            new Examination.Named(Topic.KERNEL, "promote-secondaries", PromoteCheck::examine),
            new Examination.Named(Topic.KERNEL, "echo", EchoCheck::examine),
            new Examination.Named(Topic.KERNEL, "nonlocal-bind", NonlocalBindCheck::examine),
            new Examination.Named(Topic.KERNEL, "ipv6", Ipv6Check::examine),
            new Examination.Named(Topic.KERNEL, "neighbour-table", NeighbourTableCheck::examine),
            new Examination.Named(Topic.FIREWALL, "firewall", FirewallCheck::examine),
            new Examination.Named(Topic.OTHERS, "networkd", NetworkdCheck::examine),
            new Examination.Named(Topic.OTHERS, "networkmanager", NetworkManagerCheck::examine),
            new Examination.Named(Topic.OTHERS, "processes", ProcessesCheck::examine),
            new Examination.Named(Topic.OTHERS, "platform", PlatformCheck::examine));

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
                new Examination.Named(Topic.NETWORK, "witnesses", known -> WitnessesCheck.examine(known, answers)),
                new Examination.Named(Topic.NETWORK, "aliases", known -> AliasesCheck.examine(known, answers)),
                new Examination.Named(Topic.NETWORK, "proxy-arp", known -> ProxyArpCheck.examine(known, answers)),
                new Examination.Named(Topic.NODES, "nodes", known -> NodesCheck.examine(known, answers)),
                new Examination.Named(
                        Topic.NODES,
                        "partners",
                        known -> PartnersCheck.examine(known, PeerConfigurations.ask(known.settings()))));
    }

    /** For all that are about the network; {@link Examination} runs one after the other. */
    private List<Diagnosis> ask(Facts known) throws InterruptedException {
        answers = Survey.ask(known);
        return answers.problem().stream()
                .map(why -> Diagnosis.unknown("the network could not be asked: " + why, "run this as root"))
                .toList();
    }
}
