package io.aliasdefender.failover;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.payload.ProbePlan;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that is asked, and what the answers of hosts prove.
 *
 * @param concerns for each question about a host the links for whose aliases its answers are evidence; none where they
 *     only tell that the host is alive
 * @param hosts for each link the hosts whose answers are evidence there
 */
record Watchlist(ProbePlan plan, Map<Question, List<LinkFamily>> concerns, Map<LinkFamily, Set<IpAddress>> hosts) {
    static final Watchlist NOTHING = new Watchlist(new ProbePlan(List.of()), Map.of(), Map.of());

    /** Whether this is asked about a host. */
    boolean asks(Question question) {
        return concerns.containsKey(question);
    }

    /** The links for which an answer is evidence. */
    List<LinkFamily> concerned(Question question) {
        return concerns.getOrDefault(question, List.of());
    }

    Set<IpAddress> hosts(LinkFamily family) {
        return hosts.getOrDefault(family, Set.of());
    }

    /** The hosts that are asked over links that no alias is on. */
    Set<IpAddress> elsewhere() {
        Set<IpAddress> addresses = new HashSet<>();
        concerns.forEach((question, links) -> {
            if (links.isEmpty()) {
                addresses.add(question.address());
            }
        });
        return addresses;
    }
}
