package io.aliasdefender.probe;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Sends the probes at one address: an echo request and, on the link, an ARP or neighbour probe. */
final class Asker {
    private final Wire wire;
    private Surroundings surroundings = new Surroundings(KernelView.EMPTY, Set.of());

    /** In which form a neighbour is asked. */
    private enum Form {
        /**
         * From an address of our own. A probe from nowhere would, round after round, look like a wish to take the
         * address to whoever detects duplicates (RFC 5227, 2.1.1; RFC 4862, 5.4.3), and break the start of a host
         * that is just taking the very address that we watch.
         */
        EVERYDAY,
        /** From nowhere: the question that must come before a claim, and that others are to see as one. */
        CLAIM
    }

    Asker(Wire wire) {
        this.wire = wire;
    }

    void surroundings(Surroundings now) {
        surroundings = now;
    }

    /**
     * Asks everybody by echo and, on the link, in the form of a claim.
     *
     * @param linkName the interface on whose link the address is asked for as well; empty: echo alone
     * @return empty when at least one probe left this host, else why none did
     */
    Optional<String> claim(IpAddress address, Optional<String> linkName) {
        return eitherOf(echo(address, linkName), neighbour(address, linkName, Form.CLAIM, Optional.empty()));
    }

    /**
     * The same in the everyday form.
     *
     * @param answerer who answered on the link last time, and is asked there alone; empty: everybody is
     */
    Optional<String> everyday(IpAddress address, Optional<String> linkName, Optional<MacAddress> answerer) {
        return eitherOf(echo(address, linkName), neighbour(address, linkName, answerer));
    }

    private static Optional<String> eitherOf(Optional<String> echo, Optional<String> neighbour) {
        return echo.isEmpty() ? echo : neighbour;
    }

    /**
     * Asks by an echo request.
     *
     * @return empty when it left this host, else why not
     */
    private Optional<String> echo(IpAddress address, Optional<String> linkName) {
        Optional<String> obstacle = obstacle(linkName);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        // This host would answer an echo at its own address itself.
        if (surroundings.carries(address)) {
            return Optional.of("this host itself carries " + address);
        }
        boolean scoped = address.isLinkLocal() && linkName.isPresent();
        return wire.ping(
                address,
                scoped ? surroundings.link(linkName.get()).map(Link::index).orElse(0) : 0);
    }

    /**
     * Asks in the everyday form on the link alone.
     *
     * @return empty when the probe left this host, else why not
     */
    Optional<String> neighbour(IpAddress address, Optional<String> linkName, Optional<MacAddress> answerer) {
        // Who else has what this host carries is to be asked of everybody.
        return neighbour(address, linkName, Form.EVERYDAY, surroundings.carries(address) ? Optional.empty() : answerer);
    }

    private Optional<String> neighbour(
            IpAddress address, Optional<String> linkName, Form form, Optional<MacAddress> answerer) {
        Optional<String> obstacle = obstacle(linkName);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        // This is done for thousands of targets in every interval: nothing is made here that is not needed.
        Optional<Link> link = linkName.isPresent() ? surroundings.link(linkName.get()) : Optional.empty();
        return link.isPresent() && surroundings.ethernet(link.get())
                ? askNeighbour(address, link.get(), form, answerer)
                : Optional.of(address + " is not on a link of its own");
    }

    private Optional<String> obstacle(Optional<String> linkName) {
        return linkName.isPresent() ? surroundings.obstacle(linkName.get()) : Optional.empty();
    }

    private Optional<String> askNeighbour(IpAddress address, Link link, Form form, Optional<MacAddress> answerer) {
        // A solicitation from nowhere is answered to all nodes, to override what they know (RFC 4861, section 7.2.4):
        // by asking for its own alias like that, a holder would send its clients to whoever has it too.
        boolean named = form == Form.EVERYDAY || address.v6() && surroundings.carries(address);
        Optional<IpAddress> own = named ? surroundings.source(link, address) : Optional.empty();
        if (form == Form.EVERYDAY && own.isEmpty() && !surroundings.alias(address)) {
            return Optional.of("this host has no address on " + link.name() + " from which to ask");
        }
        try {
            LinkPort port = wire.port(link);
            if (address.v6()) {
                return own.isPresent()
                        ? port.nd().request(own.get(), address)
                        : port.nd().probe(address);
            }
            if (own.isEmpty()) {
                return port.arp().probe(address);
            }
            // A solicitation by IPv6 goes to a group of few anyway.
            return answerer.isPresent()
                    ? port.arp().request(own.get(), address, answerer.get())
                    : port.arp().request(own.get(), address);
        } catch (IOException failure) {
            return Optional.of(failure.getMessage());
        }
    }
}
