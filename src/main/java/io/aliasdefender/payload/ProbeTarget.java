package io.aliasdefender.payload;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.spec.Probe;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * An address that is probed steadily.
 *
 * @param question the address, and the interface on whose link it is also asked by ARP or neighbour solicitation; without
 *     an interface by ICMP alone
 * @param interval time between two rounds, from 10 ms up
 * @param minTimeout the reply time-out adapts to the round-trip but never goes below this
 * @param purpose what the answers are wanted for
 * @param counting of an alias: answers of which kinds count, while this host does not have it
 */
public record ProbeTarget(
        Question question, Duration interval, Duration minTimeout, Purpose purpose, Set<Probe> counting) {
    /** One that answers in whatever way it likes. */
    public ProbeTarget(Question question, Duration interval, Duration minTimeout, Purpose purpose) {
        this(question, interval, minTimeout, purpose, EnumSet.allOf(Probe.class));
    }

    /** What the answers of a target are wanted for. */
    public enum Purpose {
        /**
         * An alias that this host takes when it falls silent. Its ARP and neighbour probes carry the mark of a defender
         * that would take the alias ({@link io.aliasdefender.core.probe.Sighting.Kind#WATCH}).
         */
        TAKE,
        /** An alias that this host does not take at present (maintenance): only looked at, without that mark. */
        SHOW,
        /** A node: asked by ICMP and, on a link, by ARP or neighbour solicitation. */
        HOST,
        /** The same for a witness, which has no alias: where it answers for one, it does so in another host's name. */
        WITNESS,
        /**
         * A node on a link in whose network its address is not: asked by ARP or neighbour solicitation alone, from no
         * address, so that its link-layer address there becomes known. Once it has answered, its answers prove that the link
         * works; that it never does proves nothing.
         */
        IDENTITY
    }

    public IpAddress address() {
        return question.address();
    }

    public Optional<String> linkName() {
        return question.linkName();
    }

    /** Whether other hosts' ARP and neighbour-discovery frames about it are to be reported as sightings. */
    public boolean alias() {
        return switch (purpose) {
            case TAKE, SHOW -> true;
            case HOST, WITNESS, IDENTITY -> false;
        };
    }
}
