package io.aliasdefender.link;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.Settings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * By which routers messages can go from the addresses of this host: the default routers of the links that carry them.
 * Their link-layer addresses are learnt from the answers to the probes that ask them as witnesses.
 */
final class Routers {
    private static final long MULTICAST = 1L << 40;

    /** Where this host is to be reached. */
    private final Set<IpAddress> own = new LinkedHashSet<>();

    private KernelView kernel = KernelView.EMPTY;
    /** The default routers of each own address, the preferred one first. */
    private Map<Carried, List<Question>> asked = Map.of();

    private Set<Question> watched = Set.of();
    private final Map<Question, MacAddress> macs = new HashMap<>();
    /** Those that were asked last in vain. */
    private final Set<Question> silent = new HashSet<>();

    /** The nodes, and what moves between them: a way by one of these is no other way. */
    private final Set<IpAddress> defenders = new HashSet<>();

    Routers(Settings settings) {
        settings(settings);
    }

    void settings(Settings next) {
        own.clear();
        defenders.clear();
        if (next.link().on()) {
            Path.all(next).forEach(path -> {
                own.add(path.from());
                defenders.addAll(List.of(path.from(), path.to()));
            });
            next.nodes().forEach(node -> defenders.add(node.address()));
            next.aliases().forEach(alias -> defenders.add(alias.address()));
        }
        findRouters();
    }

    void kernel(KernelView view) {
        Set<Link> before = new HashSet<>(kernel.links());
        kernel = view;
        // Made again, perhaps on another network, where another host has that address.
        macs.keySet()
                .removeIf(question -> question.linkName()
                        .flatMap(view::link)
                        .filter(link -> before.stream().anyMatch(old -> old.index() == link.index()))
                        .isEmpty());
        findRouters();
    }

    private void findRouters() {
        Map<Carried, List<Question>> found = new LinkedHashMap<>();
        for (IpAddress address : own) {
            kernel.carried(address).stream().findFirst().ifPresent(carried -> found.put(carried, routers(carried)));
        }
        asked = found;
        watched = new HashSet<>();
        found.values().forEach(watched::addAll);
        macs.keySet().retainAll(watched);
        silent.retainAll(watched);
    }

    private List<Question> routers(Carried carried) {
        Optional<Link> link = kernel.link(carried.linkIndex()).filter(Link::neighbourly);
        return link.stream()
                .flatMap(on -> kernel
                        .defaultRouters(on.name(), carried.address().address().v6())
                        .stream()
                        .filter(router -> !defenders.contains(router))
                        .map(router -> Question.on(on.name(), router)))
                .toList();
    }

    /** Takes note of the outcome of any round; returns whether {@link #hops} may be others by it. */
    boolean heard(ProbeResult result) {
        Question question = result.question();
        if (!watched.contains(question)) {
            return false;
        }
        boolean turned = result.outcome()
                .fold(
                        reply -> silent.remove(question),
                        silence -> result.endsRound() && silent.add(question),
                        broken -> false);
        Optional<MacAddress> mac = result.outcome().mac().filter(this::usable);
        if (mac.isPresent() && !mac.get().equals(macs.put(question, mac.get()))) {
            return true;
        }
        return turned && macs.containsKey(question);
    }

    private boolean usable(MacAddress mac) {
        return mac.bits() != 0
                && (mac.bits() & MULTICAST) == 0
                && kernel.links().stream().noneMatch(link -> link.mac().equals(mac));
    }

    /** By the own address: of its routers the preferred one of those that answer, or else of all. */
    Map<IpAddress, Hop> hops() {
        Map<IpAddress, Hop> hops = new LinkedHashMap<>();
        asked.forEach((carried, questions) -> questions.stream()
                .filter(macs::containsKey)
                .reduce((best, next) -> silent.contains(best) && !silent.contains(next) ? next : best)
                .ifPresent(question -> {
                    Cidr own = carried.address();
                    hops.put(own.address(), new Hop(own, carried.linkIndex(), question.address(), macs.get(question)));
                }));
        return hops;
    }
}
