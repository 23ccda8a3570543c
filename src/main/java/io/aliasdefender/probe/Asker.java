package io.aliasdefender.probe;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.payload.ProbeTarget.Purpose;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Sends the probes at one address: an echo request and, on the link, an ARP or neighbour probe. This is done for thousands
 * of targets in every interval, so nothing is made here that is not needed.
 */
final class Asker {
    private static final long LONG_AGO_NANOS = 1L << 60;

    private final Timers timers;
    private final Wire wire;
    /** When a host was last asked on a link, for whatever round or burst: its answer does not say which one it is for. */
    private final Map<Question, Long> hostAskedNanos = new HashMap<>();

    /** Whether this host tells others at the moment that it has let go of an alias. */
    private Predicate<Question> leaving = any -> false;

    private Surroundings surroundings = new Surroundings(KernelView.EMPTY, Set.of());

    /** In which form a neighbour is asked. */
    private enum Form {
        /**
         * From an address of our own. A probe from nowhere would, round after round, look like a wish to take the
         * address to whoever detects duplicates (RFC 5227, 2.1.1; RFC 4862, 5.4.3), and break the start of a host
         * that is just taking the very address that we watch.
         */
        EVERYDAY,
        /** The same, with the mark of a defender that would take the address. */
        WATCH,
        /** From nowhere: the question that must come before a claim, and that others are to see as one. */
        CLAIM,
        /** From nowhere, at an address that nobody gives away: a host answers whatever network it is asked from. */
        IDENTITY
    }

    Asker(Timers timers, Wire wire) {
        this.timers = timers;
        this.wire = wire;
    }

    void surroundings(Surroundings now) {
        surroundings = now;
        hostAskedNanos.clear();
    }

    /** When a host was last asked on a link, by whichever round or burst; long ago where it is not known. */
    long askedNanos(Question host) {
        Long asked = hostAskedNanos.get(host);
        return asked == null ? timers.nanoTime() - LONG_AGO_NANOS : asked;
    }

    /**
     * Asks everybody by echo and, on the link, in the form of a claim.
     *
     * @return empty when at least one probe left this host, else why none did
     */
    Optional<String> claim(IpAddress address, String linkName) {
        Question question = Question.on(linkName, address);
        return eitherOf(echo(question), neighbour(question, Form.CLAIM, Optional.empty()));
    }

    /**
     * Asks a host by echo and on a link, in whose network it is not, from nowhere.
     *
     * @return empty when at least one probe left this host, else why none did
     */
    Optional<String> strayHost(Question question) {
        return eitherOf(
                echo(Question.routed(question.address())), neighbour(question, Form.IDENTITY, Optional.empty()));
    }

    /**
     * Asks a host that is no neighbour anywhere: by way of the kernel's routes, which tells whether it is alive, and over
     * the link, which tells whether that works too.
     *
     * @return empty when at least one probe left this host, else why none did
     */
    Optional<String> farHost(Question question) {
        return eitherOf(echo(Question.routed(question.address())), echo(question));
    }

    /**
     * Asks by echo and, on the link, in the everyday form.
     *
     * @param answerer who answered on the link last time, and is asked there alone; empty: everybody is
     * @return empty when at least one probe left this host, else why none did
     */
    Optional<String> everyday(Question question, Purpose purpose, Optional<MacAddress> answerer) {
        return eitherOf(echo(question), neighbour(question, purpose, answerer));
    }

    private static Optional<String> eitherOf(Optional<String> echo, Optional<String> neighbour) {
        return echo.isEmpty() ? echo : neighbour;
    }

    /**
     * Asks by an echo request.
     *
     * @return empty when it left this host, else why not
     */
    private Optional<String> echo(Question question) {
        Optional<String> obstacle = obstacle(question);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        IpAddress address = question.address();
        // This host would answer an echo at its own address itself.
        if (surroundings.carries(address)) {
            return Optional.of("this host itself carries " + address);
        }
        // A router elsewhere would pass on the question about a host that is far away, and prove nothing about the
        // link.
        boolean far = !surroundings.alias(address) && !surroundings.onSomeLink(address);
        boolean scoped = (far || address.isLinkLocal()) && question.linkName().isPresent();
        return wire.ping(
                address,
                scoped
                        ? surroundings
                                .link(question.linkName().get())
                                .map(Link::index)
                                .orElse(0)
                        : 0);
    }

    /**
     * Asks on the link alone.
     *
     * @return empty when the probe left this host, else why not
     */
    Optional<String> neighbour(Question question, Purpose purpose, Optional<MacAddress> answerer) {
        Form form = switch (purpose) {
            case TAKE -> leaving.test(question) ? Form.EVERYDAY : Form.WATCH;
            case SHOW, HOST, WITNESS -> Form.EVERYDAY;
            case IDENTITY -> Form.IDENTITY;
        };
        // Who else has what this host carries is to be asked of everybody.
        return neighbour(question, form, surroundings.carries(question.address()) ? Optional.empty() : answerer);
    }

    void leaving(Predicate<Question> which) {
        leaving = which;
    }

    /** Tells other defenders that this host has let go of an alias. */
    void farewell(Question alias) {
        alias.linkName()
                .flatMap(surroundings::link)
                .filter(Link::neighbourly)
                .ifPresent(
                        link -> wire.port(link).farewell(surroundings.source(link, alias.address()), alias.address()));
    }

    private Optional<String> neighbour(Question question, Form form, Optional<MacAddress> answerer) {
        Optional<String> obstacle = obstacle(question);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        Optional<Link> link = question.linkName().isPresent()
                ? surroundings.link(question.linkName().get())
                : Optional.empty();
        return link.isPresent() && link.get().neighbourly()
                ? askNeighbour(question.address(), link.get(), form, answerer)
                : Optional.of(question.address() + " is not on a link of its own");
    }

    private Optional<String> obstacle(Question question) {
        return question.linkName().isPresent()
                ? surroundings.obstacle(question.linkName().get())
                : Optional.empty();
    }

    private Optional<String> askNeighbour(IpAddress address, Link link, Form form, Optional<MacAddress> answerer) {
        if (form == Form.EVERYDAY && !surroundings.alias(address) && !surroundings.onLink(link.name(), address)) {
            return Optional.of(address + " is no neighbour on " + link.name());
        }
        LinkPort port = wire.port(link);
        if (!surroundings.alias(address)) {
            hostAskedNanos.put(Question.on(link.name(), address), timers.nanoTime());
        }
        if (form == Form.IDENTITY) {
            return port.probe(address, false);
        }
        // A solicitation from nowhere is answered to all nodes, to override what they know (RFC 4861, section 7.2.4):
        // by asking for its own alias like that, a holder would send its clients to whoever has it too.
        boolean named = form != Form.CLAIM || address.v6() && surroundings.carries(address);
        Optional<IpAddress> own = named ? surroundings.source(link, address) : Optional.empty();
        if (own.isPresent()) {
            return port.request(own.get(), address, answerer, form == Form.WATCH);
        }
        // From nowhere looks like a wish to take it, so only who has that wish asks like that, or who has no address at
        // all.
        return form == Form.EVERYDAY && !surroundings.strayNeighbour(link, address)
                ? Optional.of("this host has no address on " + link.name() + " from which to ask")
                : port.probe(address, form == Form.WATCH);
    }
}
