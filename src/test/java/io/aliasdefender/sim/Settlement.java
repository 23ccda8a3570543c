package io.aliasdefender.sim;

import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.payload.Standing;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether a site has come to rest: who holds what, and who knows of it. */
final class Settlement {
    private final Site site;

    Settlement(Site site) {
        this.site = site;
    }

    /** Exactly one holder of each alias, as it is configured, which third hosts know of; and nobody in doubt. */
    boolean settled() {
        return site.aliases.stream().allMatch(alias -> holder(alias) != null && thirdHostsKnow(alias))
                && together()
                && site.hosts.stream()
                        .allMatch(host -> host.daemon != null
                                && site.aliases.stream()
                                        .allMatch(alias -> atRest(host.daemon.defended(alias.index), alias)));
    }

    /** Not in doubt, and not of an older configuration than the others. */
    private static boolean atRest(SimDefended defended, SimAlias alias) {
        return defended.atRest() && defended.spec().policy().equals(alias.policy);
    }

    /** The one host that has it, with the right prefix; null if it is none or several. */
    SimHost holder(SimAlias alias) {
        SimHost holder = null;
        for (SimHost host : site.hosts) {
            if (host.holds(alias.index)) {
                if (holder != null || !asConfigured(host, alias)) {
                    return null;
                }
                holder = host;
            }
        }
        return holder;
    }

    /** A group that is on two hosts is about to move. */
    private boolean together() {
        return site.aliases.get(0).group.isEmpty()
                || site.aliases.stream().map(this::holder).distinct().count() == 1;
    }

    private static boolean asConfigured(SimHost host, SimAlias alias) {
        return host.prefixes(alias.index) == SimAlias.prefixBit(alias.placed);
    }

    private boolean thirdHostsKnow(SimAlias alias) {
        SimHost holder = holder(alias);
        return Stream.of(site.router, site.client).allMatch(station -> {
            MacAddress whose = station.sendsTo(alias.index);
            return whose == null || holder != null && whose.equals(holder.mac);
        });
    }

    /** To be called when the time to settle is over. */
    void mustHaveOneHolderEach() {
        for (SimAlias alias : site.aliases) {
            if (holder(alias) == null) {
                throw new Broken(Invariant.SETTLES, alias + " has not exactly one holder; " + stand(alias));
            }
        }
    }

    /** To be called when the time for third hosts to hear of it is over too. */
    void mustBeSettled() {
        mustHaveOneHolderEach();
        for (SimAlias alias : site.aliases) {
            if (!thirdHostsKnow(alias)) {
                throw new Broken(
                        Invariant.THIRD_HOSTS_KNOW,
                        "the client sends " + alias + " to " + site.client.sendsTo(alias.index) + ", the router to "
                                + site.router.sendsTo(alias.index) + ", but " + holder(alias) + " has it");
            }
            if (!settled()) {
                throw new Broken(Invariant.SETTLES, alias + " is still in doubt; " + stand(alias));
            }
        }
    }

    /** Who stands where, in words. */
    String stand(SimAlias alias) {
        return site.hosts.stream()
                .map(host -> host
                        + (host.holds(alias.index) ? " HAS it, " : " ")
                        + (host.daemon == null
                                ? "no daemon"
                                : Standing.of(host.daemon
                                                .defended(alias.index)
                                                .state()
                                                .phase()) + " ("
                                        + host.daemon
                                                .defended(alias.index)
                                                .state()
                                                .why()
                                                .sentence() + ")"))
                .collect(Collectors.joining("; "));
    }
}
