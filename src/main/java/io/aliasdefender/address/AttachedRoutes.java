package io.aliasdefender.address;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.Route;
import io.aliasdefender.core.net.RoutingRule;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Attached;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.os.RouteSocket;
import io.aliasdefender.os.RouteSocket.Outcome;
import io.aliasdefender.os.RouteSocket.Owned;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes and rules that move along with aliases. What was there before an alias came is left alone, also when the
 * alias goes: only what carries our own protocol number is ours. Blocks: for worker threads, one at a time.
 */
final class AttachedRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(AttachedRoutes.class);

    /** Adds, deletes and lists them. */
    interface Kernel {
        Outcome change(boolean add, Route route, String interfaceName) throws IOException;

        Outcome change(boolean add, RoutingRule rule) throws IOException;

        List<Owned> owned() throws IOException;

        void delete(Owned owned) throws IOException;
    }

    /** Makes a change, or a few, in one go. */
    interface Opener {
        <T> T with(Work<T> work) throws IOException;
    }

    /** What is done by one socket. */
    interface Work<T> {
        T with(Kernel kernel) throws IOException;
    }

    private record Thing(IpAddress alias, String name) {}

    private final Opener opener;
    private volatile Map<IpAddress, Attached> wanted = Map.of();
    /** Of aliases that have left the configuration, and have still to be removed. */
    private volatile Map<IpAddress, Attached> leaving = Map.of();
    /** What is in the kernel, by us or by somebody else, as far as is known. */
    private final Set<Thing> there = new HashSet<>();
    /** What could not be added, and why: told once. */
    private final Map<Thing, String> failing = new HashMap<>();

    AttachedRoutes(Opener opener) {
        this.opener = opener;
    }

    /** By rtnetlink(7). */
    static AttachedRoutes ofLinux() {
        return new AttachedRoutes(new Netlink());
    }

    /** What is to move along with which alias from now on; by any thread. */
    void settings(Collection<AliasSpec> aliases) {
        Map<IpAddress, Attached> next = new HashMap<>();
        aliases.stream()
                .filter(alias -> !alias.attached().isEmpty())
                .forEach(alias -> next.put(alias.address(), alias.attached()));
        Map<IpAddress, Attached> gone = new HashMap<>(leaving);
        gone.putAll(wanted);
        aliases.forEach(alias -> gone.remove(alias.address()));
        leaving = Map.copyOf(gone);
        wanted = Map.copyOf(next);
    }

    /** Whether anything moves along with any alias. */
    boolean any() {
        return !wanted.isEmpty() || !leaving.isEmpty();
    }

    /** The alias has just been added there. */
    synchronized void added(Placement placement) {
        ensure(List.of(placement), true);
    }

    /**
     * The alias is about to be removed from there.
     *
     * <p>In the opposite order of their coming: a rule must not point into a table that is empty already.
     */
    synchronized void removing(Placement placement) {
        IpAddress alias = placement.address().address();
        Attached attached = wanted.getOrDefault(alias, leaving.get(alias));
        if (attached == null) {
            return;
        }
        List<RoutingRule> rules = new ArrayList<>(attached.rules());
        List<Route> routes = new ArrayList<>(attached.routes());
        Collections.reverse(rules);
        Collections.reverse(routes);
        Map<IpAddress, Attached> others = new HashMap<>(leaving);
        others.remove(alias);
        leaving = Map.copyOf(others);
        try {
            opener.<Void>with(kernel -> {
                for (RoutingRule rule : rules) {
                    delete(alias, rule.toString(), () -> kernel.change(false, rule));
                }
                for (Route route : routes) {
                    delete(alias, route.toString(), () -> kernel.change(false, route, placement.interfaceName()));
                }
                return null;
            });
        } catch (IOException failure) {
            LOG.warn("cannot remove what moves along with {}: {}", alias, failure.getMessage());
        }
    }

    private interface Change {
        Outcome make() throws IOException;
    }

    private void delete(IpAddress alias, String name, Change change) {
        there.remove(new Thing(alias, name));
        failing.remove(new Thing(alias, name));
        try {
            Outcome outcome = change.make();
            LOG.info(
                    outcome == Outcome.DONE
                            ? "{} is removed: it moves along with {}"
                            : "{} is not removed: it is not there, or it was there before {} came",
                    name,
                    alias);
        } catch (IOException failure) {
            LOG.warn("cannot remove {}, which moves along with {}: {}", name, alias, failure.getMessage());
        }
    }

    /** What something else has deleted is put back. */
    synchronized void keep(KernelView kernel, Collection<AliasSpec> aliases) {
        ensure(
                aliases.stream()
                        .map(AliasSpec::placement)
                        .filter(placement -> kernel.carried(placement.interfaceName(), placement.address())
                                .isPresent())
                        .toList(),
                false);
    }

    /** All by one socket. */
    private void ensure(Collection<Placement> placements, boolean first) {
        List<Placement> some = placements.stream()
                .filter(placement -> wanted.containsKey(placement.address().address()))
                .toList();
        if (some.isEmpty()) {
            return;
        }
        try {
            opener.<Void>with(kernel -> {
                some.forEach(placement -> ensure(kernel, placement, first));
                return null;
            });
        } catch (IOException failure) {
            LOG.warn("cannot add what moves along with aliases: {}", failure.getMessage());
        }
    }

    private void ensure(Kernel kernel, Placement placement, boolean first) {
        IpAddress alias = placement.address().address();
        Attached attached = wanted.getOrDefault(alias, Attached.NOTHING);
        for (Route route : attached.routes()) {
            add(alias, route.toString(), first, () -> kernel.change(true, route, placement.interfaceName()));
        }
        for (RoutingRule rule : attached.rules()) {
            add(alias, rule.toString(), first, () -> kernel.change(true, rule));
        }
    }

    private void add(IpAddress alias, String name, boolean first, Change change) {
        Thing thing = new Thing(alias, name);
        try {
            Outcome outcome = change.make();
            boolean known = !there.add(thing);
            failing.remove(thing);
            if (outcome == Outcome.EXISTED && !known) {
                LOG.info("{} is there already; it moves along with {}, and is left as it is", name, alias);
            } else if (outcome == Outcome.DONE && known && !first) {
                LOG.warn("something deleted {}, which moves along with {}; it is put back", name, alias);
            } else if (outcome == Outcome.DONE) {
                LOG.info("{} is added: it moves along with {}", name, alias);
            }
        } catch (IOException failure) {
            there.remove(thing);
            if (!failure.getMessage().equals(failing.put(thing, failure.getMessage()))) {
                LOG.error(
                        "cannot add {}, which moves along with {}: {}; it is tried again",
                        name,
                        alias,
                        failure.getMessage());
            }
        }
    }

    /**
     * Removes what a daemon that was killed, or an earlier configuration, left behind: all that is ours and moves along
     * with no alias that is here.
     *
     * @param reader what the kernel has
     */
    synchronized void tidy(AddressCommands.Kernel reader, Collection<AliasSpec> aliases) {
        try {
            // While nothing is added or removed along with an alias.
            KernelView kernel = reader.read();
            opener.<Void>with(routes -> {
                for (Owned owned : routes.owned()) {
                    if (aliases.stream().noneMatch(alias -> wants(alias, owned, kernel))) {
                        LOG.info("{} is removed: it moves along with no alias that is here", owned);
                        routes.delete(owned);
                    }
                }
                return null;
            });
        } catch (IOException failure) {
            LOG.warn("cannot look for routes that were left behind: {}", failure.getMessage());
        }
    }

    private static boolean wants(AliasSpec alias, Owned owned, KernelView kernel) {
        Placement placement = alias.placement();
        if (kernel.carried(placement.interfaceName(), placement.address()).isEmpty()) {
            return false;
        }
        return owned.rule()
                .map(alias.attached().rules()::contains)
                .orElseGet(() -> alias.attached().routes().stream()
                        .anyMatch(route -> kernel.link(route.interfaceName().orElse(placement.interfaceName()))
                                .filter(link -> owned.is(route, link.index()))
                                .isPresent()));
    }

    private static final class Netlink implements Opener {
        @Override
        public <T> T with(Work<T> work) throws IOException {
            try (RouteSocket socket = RouteSocket.open()) {
                return work.with(new Kernel() {
                    @Override
                    public Outcome change(boolean add, Route route, String interfaceName) throws IOException {
                        return socket.change(add, route, interfaceName);
                    }

                    @Override
                    public Outcome change(boolean add, RoutingRule rule) throws IOException {
                        return socket.change(add, rule);
                    }

                    @Override
                    public List<Owned> owned() throws IOException {
                        return socket.owned();
                    }

                    @Override
                    public void delete(Owned owned) throws IOException {
                        socket.delete(owned);
                    }
                });
            }
        }
    }
}
