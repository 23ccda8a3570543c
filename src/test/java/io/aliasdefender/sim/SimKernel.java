package io.aliasdefender.sim;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.DefaultRoute;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Placement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The addresses of one host as Linux treats them: an IPv4 address may be there several times, with different prefixes;
 * an IPv6 address is there once on a link, whatever its prefix. Times in nanoseconds.
 */
final class SimKernel {
    /** What a change came to. */
    enum Change {
        DONE,
        /** EEXIST: exactly this is there. */
        THERE_ALREADY,
        /** EEXIST, IPv6 alone: the address is there with another prefix. */
        THERE_WITH_ANOTHER_PREFIX,
        NOT_THERE
    }

    private static final MacAddress NO_MAC = new MacAddress(0);

    private final SimHost host;
    private final boolean arp;
    private final List<Carried> own = new ArrayList<>();
    private final List<DefaultRoute> routes = new ArrayList<>();
    /** By link: its default route is away. */
    private final boolean[] routeAway;
    /** By alias. */
    private final List<List<Carried>> carried = new ArrayList<>();
    /** By alias: since when it has been carried without a gap. */
    private final long[] carriedSince;

    private final long[] lostAt;
    /** By alias: until when it is kept, by the clock of the host; for good where nothing was said. */
    private final long[] livesUntil;

    private int boots = 1;
    private KernelView view;

    SimKernel(SimHost host, int links, int aliases, boolean arp) {
        this.host = host;
        this.arp = arp;
        routeAway = new boolean[links];
        carriedSince = new long[aliases];
        lostAt = new long[aliases];
        livesUntil = new long[aliases];
        Arrays.fill(livesUntil, Long.MAX_VALUE);
        Arrays.fill(lostAt, Long.MIN_VALUE / 2);
        for (int alias = 0; alias < aliases; alias++) {
            carried.add(new ArrayList<>(1));
        }
    }

    /** An address of its own, and its default router there. */
    void own(int link, Cidr address, IpAddress router) {
        own.add(new Carried(linkIndex(link), address, Optional.empty(), false));
        if (address.address().v6()) {
            Cidr linkLocal =
                    new Cidr(new IpAddress(0xfe80L << 48, host.mac(link).bits(), true), 64);
            own.add(new Carried(linkIndex(link), linkLocal, Optional.empty(), false));
        }
        routes.add(new DefaultRoute(router, linkIndex(link), link));
    }

    /** @return whether that was a change */
    boolean route(int link, boolean there) {
        boolean changes = routeAway[link] == there;
        routeAway[link] = !there;
        changed();
        return changes;
    }

    boolean hasRoute(int link) {
        return !routeAway[link];
    }

    static int linkIndex(int link) {
        return link + 1;
    }

    /** Something of what the kernel would tell is not as it was. */
    void changed() {
        view = null;
    }

    KernelView view() {
        if (view == null) {
            List<Link> links = new ArrayList<>();
            for (int link = 0; link < host.links(); link++) {
                MacAddress mac = arp ? host.mac(link) : NO_MAC;
                links.add(new Link(linkIndex(link), SimHost.linkName(link), mac, true, host.linkUp(link), false));
            }
            List<Carried> all = new ArrayList<>(own);
            for (int alias = 0; alias < livesUntil.length; alias++) {
                long until = livesUntil[alias];
                carried.get(alias).forEach(one -> all.add(until == Long.MAX_VALUE ? one : ending(one, until)));
            }
            List<DefaultRoute> there = routes.stream()
                    .filter(route -> !routeAway[route.linkIndex() - 1])
                    .toList();
            view = new KernelView(links, all, there);
        }
        return view;
    }

    /** On which link an address is a neighbour; -1: on none. */
    int linkTowards(IpAddress address) {
        for (Carried one : own) {
            if (one.address().contains(address) && !address.isLinkLocal()) {
                return one.linkIndex() - 1;
            }
        }
        for (List<Carried> entries : carried) {
            for (Carried one : entries) {
                if (one.address().contains(address)) {
                    return one.linkIndex() - 1;
                }
            }
        }
        return -1;
    }

    boolean hasOwn(IpAddress address) {
        for (Carried one : own) {
            if (one.address().address().equals(address)) {
                return true;
            }
        }
        return false;
    }

    boolean hasOwn(int link, IpAddress address) {
        for (Carried one : own) {
            if (one.linkIndex() == linkIndex(link) && one.address().address().equals(address)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the sender of a question is in a network of that link, so that the answer finds its way. */
    boolean reaches(int link, IpAddress sender) {
        for (Carried one : own) {
            if (one.linkIndex() == linkIndex(link) && one.address().contains(sender)) {
                return true;
            }
        }
        return false;
    }

    boolean has(int alias) {
        return !carried.get(alias).isEmpty();
    }

    /** Whether duplicate address detection has found it elsewhere: it is shown, and of no use to anybody. */
    boolean refused(int alias) {
        return carried.get(alias).stream().allMatch(Carried::duplicate);
    }

    /** ARP is answered for an address of any link (arp_ignore=0), neighbour solicitations for those of that link alone. */
    boolean answers(int link, SimAlias alias) {
        for (Carried one : carried.get(alias.index)) {
            if (!one.tentative() && (!alias.address.v6() || one.linkIndex() == linkIndex(link))) {
                return true;
            }
        }
        return false;
    }

    boolean tentative(int link, SimAlias alias) {
        for (Carried one : carried.get(alias.index)) {
            if (one.tentative() && !one.duplicate() && one.linkIndex() == linkIndex(link)) {
                return true;
            }
        }
        return false;
    }

    /** Exactly this, usable, and nothing else. */
    boolean hasOnly(SimAlias alias, Placement placement) {
        List<Carried> entries = carried.get(alias.index);
        return entries.size() == 1
                && matches(entries.get(0), placement)
                && !entries.get(0).tentative();
    }

    boolean hasExactly(SimAlias alias, Placement placement) {
        for (Carried one : carried.get(alias.index)) {
            if (matches(one, placement)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(Carried one, Placement placement) {
        return one.address().equals(placement.address())
                && SimHost.linkName(one.linkIndex() - 1).equals(placement.interfaceName());
    }

    private Carried ending(Carried one, long until) {
        int seconds = (int) Math.max(1, (until - host.clock.nanoTime() + 999_999_999) / 1_000_000_000);
        return new Carried(
                one.linkIndex(),
                one.address(),
                one.label(),
                one.tentative(),
                one.duplicate(),
                one.secondary(),
                seconds);
    }

    long lives(int alias, long until) {
        changed();
        livesUntil[alias] = until;
        return until;
    }

    long livesUntil(int alias) {
        return livesUntil[alias];
    }

    long carriedSince(int alias) {
        return carriedSince[alias];
    }

    /** Whether it had it no longer ago than this, and does not have it any more. */
    boolean lostWithin(long span, int alias, long now) {
        return !has(alias) && now - lostAt[alias] <= span;
    }

    /** @param tentative whether duplicate address detection begins */
    Change add(SimAlias alias, Placement placement, boolean tentative, long now) {
        List<Carried> entries = carried.get(alias.index);
        int index = linkIndex(SimHost.linkNumber(placement.interfaceName()));
        for (Carried one : entries) {
            if (one.linkIndex() == index && one.address().equals(placement.address())) {
                return Change.THERE_ALREADY;
            }
            if (one.linkIndex() == index && alias.address.v6()) {
                return Change.THERE_WITH_ANOTHER_PREFIX;
            }
        }
        if (entries.isEmpty()) {
            carriedSince[alias.index] = now;
        }
        entries.add(new Carried(index, placement.address(), placement.label(), tentative));
        changed();
        return Change.DONE;
    }

    Change remove(SimAlias alias, Placement placement, long now) {
        boolean removed = carried.get(alias.index).removeIf(one -> matches(one, placement));
        return ended(alias, removed, now) ? Change.DONE : Change.NOT_THERE;
    }

    /** @return whether that was a change */
    boolean removeAll(SimAlias alias, long now) {
        boolean removed = has(alias.index);
        carried.get(alias.index).clear();
        return ended(alias, removed, now);
    }

    /** @return whether that was a change */
    boolean removeAll(SimAlias alias, int link, long now) {
        boolean removed = carried.get(alias.index).removeIf(one -> one.linkIndex() == linkIndex(link));
        return ended(alias, removed, now);
    }

    private boolean ended(SimAlias alias, boolean removed, long now) {
        if (removed) {
            changed();
            if (!has(alias.index)) {
                livesUntil[alias.index] = Long.MAX_VALUE;
                lostAt[alias.index] = now;
            }
        }
        return removed;
    }

    /** Duplicate address detection has ended. @return whether that was a change */
    boolean detected(SimAlias alias, int link, boolean duplicate) {
        List<Carried> entries = carried.get(alias.index);
        for (int i = 0; i < entries.size(); i++) {
            Carried one = entries.get(i);
            if (one.linkIndex() == linkIndex(link) && one.tentative() && !one.duplicate()) {
                entries.set(i, new Carried(one.linkIndex(), one.address(), one.label(), duplicate, duplicate));
                changed();
                return true;
            }
        }
        return false;
    }

    /** How often the machine was started. */
    int boots() {
        return boots;
    }

    /** A power cut. */
    void loseAll() {
        boots++;
        carried.forEach(List::clear);
        Arrays.fill(livesUntil, Long.MAX_VALUE);
        changed();
    }
}
