package io.aliasdefender.failover;

import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.Cause;
import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.HostEvidence;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.Reason;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.payload.NodeStatus;
import io.aliasdefender.payload.NodeStatus.AliasStatus;
import io.aliasdefender.payload.NodeStatus.HostState;
import io.aliasdefender.payload.NodeStatus.HostStatus;
import io.aliasdefender.payload.PhaseName;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people are shown, with its age; what is too old is unknown. */
final class StatusView {
    /** What is older than this many intervals (and a second) is not known any more. */
    private static final int FRESH_INTERVALS = 3;

    private StatusView() {}

    static NodeStatus of(
            Settings settings,
            Roster roster,
            EvidenceByLink evidenceByLink,
            Fitnesses fitnesses,
            Correspondence told,
            KernelView kernel,
            Duration now,
            long nowNanos) {
        Duration fresh = settings.interval().multipliedBy(FRESH_INTERVALS).plusSeconds(1);
        List<AliasStatus> aliases = roster.all().stream()
                .map(defended -> {
                    Evidence evidence = evidenceByLink.evidence(defended).fit(fitnesses.of(defended));
                    Reason why = FitnessWording.added(
                            defended, evidence.fitness(), told, nowNanos, why(defended, kernel), now);
                    return alias(defended, evidence, why, now, fresh);
                })
                .toList();
        return new NodeStatus(
                settings.self().name(),
                now.minus(evidenceByLink.started()),
                fresh,
                aliases,
                hosts(settings, evidenceByLink, now, fresh));
    }

    private static AliasStatus alias(Defended defended, Evidence evidence, Reason why, Duration now, Duration fresh) {
        AliasState state = defended.state;
        Optional<Answer> answer =
                state.answer().filter(last -> now.minus(last.at()).compareTo(fresh) <= 0);
        boolean mine = PhaseName.of(state.phase()) == PhaseName.HOLDING;
        Optional<MacAddress> mac = mine ? Optional.empty() : answer.flatMap(Answer::mac);
        Optional<String> holder = mine
                ? Optional.of(defended.spec.self().name())
                : mac.map(found -> evidence.nodeOf(found, defended.spec.others())
                        .map(Node::name)
                        .orElse(found.toString()));
        return new AliasStatus(
                defended.spec.placement(),
                defended.spec.group(),
                PhaseName.of(state.phase()),
                defended.spec.role(),
                now.minus(state.phase().since()),
                holder,
                mac,
                state.answer().map(last -> now.minus(last.at())),
                state.filtering().since().map(now::minus),
                evidence.fitness(),
                now.minus(state.fitness().since()),
                why,
                state.counters());
    }

    /** While it only waits for its interface, that is the reason; what was decided before is history. */
    private static Reason why(Defended defended, KernelView kernel) {
        boolean idle = switch (PhaseName.of(defended.state.phase())) {
            case STARTING, WATCHING, VACANT, CONFIRMING -> true;
            case READY, CLAIMING, HOLDING, HANDING_OVER, RESTORING, RELEASING, STANDING_ASIDE, SUSPENDED, STOPPED ->
                false;
        };
        return Optional.of(defended.spec.placement())
                .filter(placement -> idle)
                .flatMap(placement -> KernelNews.obstacle(kernel, placement))
                .map(obstacle -> new Reason(Cause.CANNOT_PROBE, Level.WARNING, defended.spec.role() + ": " + obstacle))
                .orElse(defended.state.why());
    }

    private static List<HostStatus> hosts(
            Settings settings, EvidenceByLink evidenceByLink, Duration now, Duration fresh) {
        Map<IpAddress, String> names = new LinkedHashMap<>();
        settings.nodes().stream()
                .filter(node -> !node.equals(settings.self()))
                .forEach(node -> names.put(node.address(), node.name()));
        evidenceByLink
                .witnesses()
                .values()
                .forEach(witnesses -> witnesses.forEach(
                        (address, words) -> names.putIfAbsent(address, words.substring(0, words.indexOf(' ')))));
        return names.entrySet().stream()
                .map(entry -> host(
                        entry.getValue(),
                        entry.getKey(),
                        evidenceByLink.newest(entry.getKey()),
                        evidenceByLink.started(),
                        now,
                        fresh))
                .toList();
    }

    private static HostStatus host(
            String name, IpAddress address, HostEvidence hostEvidence, Duration started, Duration now, Duration fresh) {
        Duration age = now.minus(hostEvidence.at());
        boolean asked = hostEvidence.repliedAt().isPresent() || hostEvidence.missesInRow() > 0;
        HostState state = !asked || age.compareTo(fresh) > 0
                ? HostState.UNKNOWN
                : hostEvidence.answers()
                        ? HostState.ANSWERING
                        : hostEvidence.missesInRow() > 0 ? HostState.SILENT : HostState.UNKNOWN;
        return new HostStatus(
                name,
                address,
                state,
                asked ? Optional.of(age) : Optional.empty(),
                state == HostState.SILENT
                        ? Optional.of(now.minus(hostEvidence.repliedAt().orElse(started)))
                        : Optional.empty(),
                hostEvidence.rtt(),
                hostEvidence.loss(),
                hostEvidence.mac());
    }
}
