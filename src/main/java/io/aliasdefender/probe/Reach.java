package io.aliasdefender.probe;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.ReachResult;
import io.aliasdefender.core.probe.ReachResult.Answers;
import io.aliasdefender.core.probe.ReachResult.Pair;
import io.aliasdefender.payload.ReachRequest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** One check of whether answers come to the alias as they come to the host's own address. Knows no clock. */
final class Reach {
    /** From this round on, hosts are asked by ARP or neighbour discovery, too: who answers echoes has done so by then. */
    private static final int QUIET_ROUNDS = 2;

    private final ReachRequest request;
    private final int mark;
    /** In the order in which they are asked, which does not change from one process to the next. */
    private final Map<IpAddress, Host> hosts = new LinkedHashMap<>();

    private int rounds;
    private boolean reached;

    /** @param mark of the echo requests from the own address; those from the alias have the next number */
    Reach(ReachRequest request, int mark) {
        this.request = request;
        this.mark = mark;
        request.hosts().stream().sorted().forEach(host -> hosts.put(host, new Host()));
    }

    private static final class Count {
        private int asked;
        private int own;
        private int alias;

        private Pair pair() {
            // A doubled frame, or an answer that was forged, is not to be more than all.
            return new Pair(asked, Math.min(own, asked), Math.min(alias, asked));
        }
    }

    private static final class Host {
        private final Count echo = new Count();
        private final Count neighbour = new Count();
    }

    ReachRequest request() {
        return request;
    }

    int ownMark() {
        return mark;
    }

    int aliasMark() {
        return mark + 1;
    }

    boolean moreRounds() {
        return rounds < request.probes();
    }

    /** Begins the next round; returns whether neighbours are to be asked in it, too. */
    boolean nextRound() {
        return rounds++ >= QUIET_ROUNDS;
    }

    /** Who leaves first changes: a host that answers only so often must not always answer the same address. */
    boolean aliasFirst() {
        return rounds % 2 == 0;
    }

    Iterable<IpAddress> hosts() {
        return hosts.keySet();
    }

    void asked(IpAddress host, boolean echo) {
        count(host, echo).asked++;
    }

    private Count count(IpAddress host, boolean echo) {
        Host found = hosts.get(host);
        return echo ? found.echo : found.neighbour;
    }

    boolean asks(IpAddress host) {
        return hosts.containsKey(host);
    }

    void answered(IpAddress host, boolean echo, boolean toAlias) {
        Count count = count(host, echo);
        if (toAlias) {
            count.alias++;
            reached |= echo;
        } else {
            count.own++;
        }
    }

    /** Whether there is nothing left to find out. */
    boolean reached() {
        return reached;
    }

    ReachResult result() {
        Map<IpAddress, Answers> found = new HashMap<>();
        hosts.forEach((address, host) -> {
            if (host.echo.asked + host.neighbour.asked > 0) {
                found.put(address, new Answers(host.echo.pair(), host.neighbour.pair()));
            }
        });
        return new ReachResult(request.id(), request.alias(), request.linkName(), found);
    }
}
