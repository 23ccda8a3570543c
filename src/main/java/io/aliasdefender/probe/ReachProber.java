package io.aliasdefender.probe;

import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.probe.ReachResult;
import io.aliasdefender.payload.ReachRequest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Asks hosts from the alias that this host has, and beside it from its own address. A network that drops the frames of the
 * alias (port security, anti-spoofing) answers the one and not the other.
 *
 * <p>The questions by ARP and neighbour discovery have the alias for their sender, as any that this host's kernel asks on
 * behalf of a connection from it: whoever is asked learns from it who has the alias (RFC 826), which is what an announcement
 * wants. RFC 5227 has nothing against them, because this host asks only while it is certain that it alone has the alias.
 */
final class ReachProber {
    /** The others wait for their turn; one ends within a millisecond where all is well. */
    private static final int MOST_AT_ONCE = 32;
    /** How long answers to the last round are waited for. */
    private static final long TAIL_NANOS = 100_000_000;
    /** They are counted anew after so many, long after the last answer to the first. */
    private static final int MARKS = 1 << 30;

    private final Timers timers;
    private final PauseGuard guard;
    private final Wire wire;
    private final Consumer<ReachResult> results;
    private final Map<IpAddress, Running> byAlias = new LinkedHashMap<>();
    /** By alias, the longest waiting first. */
    private final Map<IpAddress, ReachRequest> waiting = new LinkedHashMap<>();

    private Surroundings surroundings = new Surroundings(KernelView.EMPTY, Set.of());
    private int marks;

    private static final class Running {
        private final Reach reach;
        private Timers.Registration timer = () -> {};

        private Running(Reach reach) {
            this.reach = reach;
        }
    }

    ReachProber(Timers timers, PauseGuard guard, Wire wire, Consumer<ReachResult> results) {
        this.timers = timers;
        this.guard = guard;
        this.wire = wire;
        this.results = results;
    }

    void surroundings(Surroundings now) {
        surroundings = now;
    }

    /** Begins a check, now or soon; an earlier one of the same alias ends without a result. */
    void start(ReachRequest request) {
        end(request.alias());
        waiting.remove(request.alias());
        waiting.put(request.alias(), request);
        startWaiting();
    }

    private void startWaiting() {
        while (byAlias.size() < MOST_AT_ONCE && !waiting.isEmpty()) {
            Iterator<ReachRequest> first = waiting.values().iterator();
            ReachRequest request = first.next();
            first.remove();
            marks = (marks + 2) % MARKS;
            Running running = new Running(new Reach(request, marks + 1));
            byAlias.put(request.alias(), running);
            step(running);
        }
    }

    private void end(IpAddress alias) {
        Running old = byAlias.remove(alias);
        if (old != null) {
            old.timer.cancel();
        }
    }

    private void step(Running running) {
        Reach reach = running.reach;
        ReachRequest request = reach.request();
        if (!reach.moreRounds()) {
            wire.drain();
            // A pause that was noticed while reading ends it.
            if (byAlias.get(request.alias()) == running) {
                finish(running);
            }
            return;
        }
        boolean neighbours = reach.nextRound();
        Optional<Link> link = surroundings.link(request.linkName());
        if (link.isPresent() && surroundings.obstacle(request.linkName()).isEmpty()) {
            for (IpAddress host : reach.hosts()) {
                ask(reach, host, link.get(), neighbours);
            }
        }
        long wait = reach.moreRounds() ? request.spacing().toNanos() : TAIL_NANOS;
        running.timer = timers.at(timers.nanoTime() + wait, () -> {
            guard.check();
            // After a pause nothing is under way any more.
            if (byAlias.get(request.alias()) == running) {
                step(running);
            }
        });
    }

    private void ask(Reach reach, IpAddress host, Link link, boolean neighbours) {
        IpAddress alias = reach.request().alias();
        Optional<IpAddress> own = host.v6() == alias.v6()
                        && !surroundings.carries(host)
                        && !surroundings.alias(host)
                        && surroundings.onLink(link.name(), host)
                ? surroundings.source(link, host)
                : Optional.empty();
        if (own.isEmpty()) {
            return;
        }
        IpAddress first = reach.aliasFirst() ? alias : own.get();
        IpAddress second = reach.aliasFirst() ? own.get() : alias;
        if (ping(reach, first, host, link) && ping(reach, second, host, link)) {
            reach.asked(host, true);
        }
        if (neighbours && link.neighbourly()) {
            LinkPort port = wire.port(link);
            if (port.request(first, host, Optional.empty(), false).isEmpty()
                    && port.request(second, host, Optional.empty(), false).isEmpty()) {
                reach.asked(host, false);
            }
        }
    }

    private boolean ping(Reach reach, IpAddress source, IpAddress host, Link link) {
        int mark = source.equals(reach.request().alias()) ? reach.aliasMark() : reach.ownMark();
        return wire.pingFrom(source, host, link, mark).isEmpty();
    }

    private void finish(Running running) {
        end(running.reach.request().alias());
        results.accept(running.reach.result());
        startWaiting();
    }

    /** An echo answer to a request with a mark. */
    void echoed(IpAddress from, int mark) {
        for (Running running : byAlias.values()) {
            Reach reach = running.reach;
            boolean toAlias = mark == reach.aliasMark();
            if ((toAlias || mark == reach.ownMark()) && reach.asks(from)) {
                reach.answered(from, true, toAlias);
                if (reach.reached()) {
                    finish(running);
                }
                return;
            }
        }
    }

    /**
     * An ARP reply or a neighbour advertisement to one of this host's addresses.
     *
     * @param to the address from which was asked
     */
    void spoken(IpAddress from, IpAddress to, String linkName) {
        for (Running running : List.copyOf(byAlias.values())) {
            Reach reach = running.reach;
            ReachRequest request = reach.request();
            if (request.linkName().equals(linkName) && reach.asks(from)) {
                boolean toAlias = to.equals(request.alias());
                if (toAlias || !surroundings.alias(to)) {
                    reach.answered(from, false, toAlias);
                }
            }
        }
    }

    /** Ends all without a result: after a pause nothing that was asked before proves anything. */
    void stop() {
        waiting.clear();
        List.copyOf(byAlias.keySet()).forEach(this::end);
    }
}
