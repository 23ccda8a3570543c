package io.aliasdefender.probe;

import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.Question;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who answers by ARP or neighbour discovery in the name of others, so that its answers about an alias do not count: a
 * witness, which has no alias (a router with proxy ARP answers for everybody), and whoever answers for a host that is dead.
 * An echo that comes from the alias counts in any case.
 */
final class ProxyAnswerers {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyAnswerers.class);
    /** Told once each. */
    private static final int MOST_TOLD = 256;

    private Set<Question> witnesses = Set.of();
    private final Map<Question, MacAddress> macs = new HashMap<>();
    private final Set<String> told = new HashSet<>();

    /** What is asked of witnesses from now on, each on its link. */
    void witnesses(Set<Question> now) {
        witnesses = Set.copyOf(now);
        macs.keySet().retainAll(witnesses);
    }

    /** Who answers for another address than an alias. */
    void heard(Question question, MacAddress mac) {
        if (witnesses.contains(question)) {
            macs.put(question, mac);
        }
    }

    /**
     * Why an answer about an alias does not count; empty: it does.
     *
     * @param forTheDead whether the host of this link-layer address is known to be dead
     */
    Optional<String> why(Question alias, MacAddress mac, boolean forTheDead) {
        Optional<String> why = forTheDead
                ? Optional.of(mac + " answers ARP or neighbour discovery for " + alias
                        + ", but no echo request any more, and is not seen otherwise: a dead host's name in the network"
                        + " (ARP suppression, proxy ARP, an access point) does not count as its holder")
                : witness(alias, mac)
                        .map(witness -> mac + " answers for " + alias + " and is the witness " + witness.address()
                                + ", which has no alias: proxy ARP does not count as a holder");
        if (why.isPresent() && told.size() < MOST_TOLD && told.add(why.get())) {
            LOG.warn(why.get());
        }
        return why;
    }

    private Optional<Question> witness(Question alias, MacAddress mac) {
        for (Map.Entry<Question, MacAddress> known : macs.entrySet()) {
            if (known.getValue().equals(mac) && known.getKey().linkName().equals(alias.linkName())) {
                return Optional.of(known.getKey());
            }
        }
        return Optional.empty();
    }
}
