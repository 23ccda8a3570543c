package io.aliasdefender.failover;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.ProbeTarget;
import io.aliasdefender.payload.ProbeTarget.Purpose;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Puts together what is to be asked steadily. A host is asked for each link that an alias is on:
 *
 * <ul>
 *   <li>on that link where its address is in a network of that link: its answers are evidence there;
 *   <li>where its address is in a network of another link only: over that one, which tells that it is alive and nothing
 *       about the alias's link; and if it is a node, on the alias's link for its identity, which is evidence there;
 *   <li>else, where it is a witness, by way of the routes over the alias's link: its answers are evidence there;
 *   <li>a node of which none of these is true is asked by way of the kernel's routes, whichever they are: its answers
 *       tell that it is alive, and are evidence for every link that names it.
 * </ul>
 */
final class Asking {
    /** The reply time-out of a first miss never goes below so many spacings of the burst. */
    private static final int TIMEOUT_SPACINGS = 2;

    private record Host(LinkFamily family, IpAddress address, boolean node) {}

    private final Ways ways;
    private final Settings settings;
    private final Map<LinkFamily, Map<IpAddress, String>> witnesses;
    private final Map<Question, ProbeTarget> targets = new LinkedHashMap<>();
    private final Map<Question, List<LinkFamily>> concerns = new LinkedHashMap<>();
    private final Map<LinkFamily, Set<IpAddress>> hosts = new LinkedHashMap<>();
    private final Set<Question> neighbours = new HashSet<>();
    /** Thousands of aliases name the same few. */
    private final Set<Host> placed = new HashSet<>();

    Asking(Ways ways, Settings settings, Map<LinkFamily, Map<IpAddress, String>> witnesses) {
        this.ways = ways;
        this.settings = settings;
        this.witnesses = witnesses;
    }

    Watchlist all(Predicate<IpAddress> takes) {
        for (AliasSpec spec : settings.aliases()) {
            Duration minTimeout = spec.policy().confirmSpacing().multipliedBy(TIMEOUT_SPACINGS);
            if (spec.placement().placed()) {
                Question question = Question.on(spec.placement().interfaceName(), spec.address());
                Purpose purpose = takes.test(spec.address()) ? Purpose.TAKE : Purpose.SHOW;
                targets.put(
                        question,
                        new ProbeTarget(question, spec.policy().interval(), minTimeout, purpose, spec.probes()));
            }
            LinkFamily family = LinkFamily.of(spec);
            for (Node node : spec.ranking()) {
                if (!node.equals(spec.self())) {
                    place(new Host(family, node.address(), true), minTimeout);
                }
            }
            for (IpAddress witness : witnesses.getOrDefault(family, Map.of()).keySet()) {
                place(new Host(family, witness, false), minTimeout);
            }
        }
        return new Watchlist(new ProbePlan(List.copyOf(targets.values()), neighbours), concerns, hosts);
    }

    private void place(Host host, Duration minTimeout) {
        if (!placed.add(host)) {
            return;
        }
        IpAddress address = host.address();
        String link = host.family().linkName();
        Purpose purpose = host.node() ? Purpose.HOST : Purpose.WITNESS;
        if (ways.onLink(link, address)) {
            neighbours.add(Question.on(link, address));
            ask(Question.on(link, address), purpose, minTimeout, Optional.of(host.family()));
            return;
        }
        Optional<String> other = ways.linkOf(address);
        if (other.isEmpty()) {
            Question question = host.node() || link.isEmpty() ? Question.routed(address) : Question.on(link, address);
            ask(question, purpose, minTimeout, Optional.of(host.family()));
            return;
        }
        ask(Question.on(other.get(), address), purpose, minTimeout, Optional.empty());
        if (host.node() && !host.family().linkName().isEmpty()) {
            ask(Question.on(link, address), Purpose.IDENTITY, minTimeout, Optional.of(host.family()));
        }
    }

    private void ask(Question question, Purpose purpose, Duration minTimeout, Optional<LinkFamily> evidenceFor) {
        targets.putIfAbsent(question, new ProbeTarget(question, settings.interval(), minTimeout, purpose));
        List<LinkFamily> concerned = concerns.computeIfAbsent(question, any -> new ArrayList<>());
        evidenceFor.ifPresent(family -> {
            if (!concerned.contains(family)) {
                concerned.add(family);
            }
            hosts.computeIfAbsent(family, any -> new HashSet<>()).add(question.address());
        });
    }
}
