package io.aliasdefender.sim;

import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.payload.PhaseName;
import java.util.List;
import java.util.stream.Collectors;

/** Whether a site has come to rest: who holds what, and who knows of it. */
final class Settlement {
    private static final long LATELY = 500_000_000;

    private final Site site;

    Settlement(Site site) {
        this.site = site;
    }

    /** Exactly one holder of each alias, as it is configured, which third hosts know of; and nobody in doubt. */
    boolean settled() {
        for (SimAlias alias : site.aliases) {
            if (site.holder(alias) == null || !thirdHostsKnow(alias) || !mayKeep(alias)) {
                return false;
            }
        }
        return together() && site.hosts.stream().allMatch(this::atRest);
    }

    /** One that has been adopted a moment ago may have no lease yet, and leave again; so does one that cannot be extended. */
    private boolean mayKeep(SimAlias alias) {
        SimHost holder = site.holder(alias);
        return site.leases == null
                || site.leases.permits(holder, alias) && holder.daemon != null && !holder.daemon.held(alias.index);
    }

    private boolean atRest(SimHost host) {
        if (host.daemon == null) {
            return false;
        }
        for (SimAlias alias : site.aliases) {
            if (!atRest(host.daemon.life(alias.index), alias)) {
                return false;
            }
        }
        return true;
    }

    /** Not in doubt, and not of an older configuration than the others. */
    private boolean atRest(AliasLife life, SimAlias alias) {
        long span = site.net.loss > 0 ? LATELY : 0;
        return life.atRest(span, site.world.now()) && life.spec().policy().equals(alias.policy);
    }

    /** A group that is on two hosts is about to move. */
    private boolean together() {
        return site.aliases.get(0).group.isEmpty()
                || site.aliases.stream().map(site::holder).distinct().count() == 1;
    }

    private boolean thirdHostsKnow(SimAlias alias) {
        SimHost holder = site.holder(alias);
        int link = alias.link();
        for (Station station : List.of(site.routers[link], site.client)) {
            MacAddress whose = station.sendsTo(link, alias.index);
            if (whose != null && (holder == null || !whose.equals(holder.mac(link)))) {
                return false;
            }
        }
        return true;
    }

    /** To be called when the time to settle is over. */
    void mustHaveOneHolderEach() {
        for (SimAlias alias : site.aliases) {
            site.invariants.judge(Invariant.SETTLES);
            if (site.holder(alias) == null) {
                throw new Broken(Invariant.SETTLES, alias + " has not exactly one holder; " + stand(alias));
            }
        }
    }

    /** To be called when the time for third hosts to hear of it is over too. */
    void mustBeSettled() {
        mustHaveOneHolderEach();
        for (SimAlias alias : site.aliases) {
            site.invariants.judge(Invariant.THIRD_HOSTS_KNOW);
            int link = alias.link();
            if (!thirdHostsKnow(alias)) {
                throw new Broken(
                        Invariant.THIRD_HOSTS_KNOW,
                        "the client sends " + alias + " to " + site.client.sendsTo(link, alias.index)
                                + ", the router to " + site.routers[link].sendsTo(link, alias.index) + ", but "
                                + site.holder(alias) + " has it");
            }
        }
        if (!settled()) {
            throw new Broken(
                    Invariant.SETTLES,
                    "something is still in doubt; "
                            + site.aliases.stream().limit(5).map(this::stand).toList());
        }
    }

    /** Who stands where, in words. */
    String stand(SimAlias alias) {
        return site.hosts.stream().map(host -> stand(alias, host)).collect(Collectors.joining("; "));
    }

    private static String stand(SimAlias alias, SimHost host) {
        String has = host.holds(alias.index) ? " HAS it, " : " ";
        if (host.daemon == null) {
            return host + has + "no daemon";
        }
        AliasLife life = host.daemon.life(alias.index);
        if (!life.begun()) {
            return host + has + "not begun";
        }
        return host + has + PhaseName.of(life.state().phase()) + " ("
                + life.state().why().sentence() + ", doubt "
                + life.state().doubt().kind() + ")";
    }
}
