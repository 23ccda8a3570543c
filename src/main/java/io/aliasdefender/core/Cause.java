package io.aliasdefender.core;

import java.util.Locale;

/** What kind of thing was decided. Its name in kebab-case is a stable key for filters, tests and metrics. */
public enum Cause {
    /** Nothing is known yet. */
    STARTING,
    /** Another host answers for the alias. */
    ANSWERS,
    /** The alias is now answered by another host than before. */
    MOVED,
    /** A silence was confirmed and this host takes the alias. */
    TAKING_OVER,
    /** The kernel shows the alias on this host after a claim. */
    TOOK_OVER,
    /** The alias was found on this host. */
    ADOPTED,
    /** Something else deleted the alias of this holder. */
    DELETED,
    /** The deleted alias is back. */
    RESTORED,
    /** The alias is on this host, but not as configured. */
    MISPLACED,
    /** The alias is silent, and so is every witness. */
    NETWORK_DOWN,
    /** The alias is silent, and there is no witness to ask. */
    NO_WITNESS,
    /** The alias is silent, but a better-ranked host answers. */
    PARTNER_ALIVE,
    /** Probes cannot be sent. */
    CANNOT_PROBE,
    /** A better-ranked host is claiming the alias at the same moment. */
    RIVAL,
    /** Another node also has the alias. */
    CONFLICT,
    /** A better-ranked node has the alias too, and no defender of it is seen. */
    UNDEFENDED,
    /** Another node has the alias too, and takes itself for the better-ranked one. */
    SAME_RANK,
    /** A host that is no node of ours also has the alias. */
    STRANGER,
    /** Nobody else has the alias any more. */
    CONFLICT_OVER,
    /** This host lets go because another one has the alias by right. */
    YIELDING,
    /** The alias is given back to a better-ranked host. */
    FAILING_BACK,
    /** The alias is offered to another node, which takes it before this host lets go of it. */
    HANDING_OVER,
    /** Another node has taken the alias that was offered to it. */
    HANDED_OVER,
    /** The alias is silent here, and another node says over the link that it has it; or no node hears it that is here. */
    UNHEARD,
    /** The interface of a holder has another link-layer address. */
    LINK_ADDRESS,
    /** The configuration has another prefix or label for the alias of a holder. */
    REPLACED,
    /** A holder hears nobody. */
    ISOLATED,
    /** The network drops the frames of the alias when they come from this holder. */
    FILTERED,
    /** The network does not drop them any more. */
    FILTER_OVER,
    /** This host leaves the alias, whose frames the network drops here, to another one. */
    LEAVING_FILTERED,
    /** The checks of this host do not pass. */
    UNFIT,
    /** They pass again. */
    FIT_AGAIN,
    /** A holder hears somebody again. */
    REJOINED,
    /** The alias is this host's to take but for the lease, which it does not have. */
    LEASE_MISSING,
    /** The lease of a holder could not be renewed, or another host has it. */
    LEASE_LOST,
    /** Our own process did not run for a while. */
    STALLED,
    /** The alias is being taken off this host. */
    RELEASING,
    /** The alias is off this host. */
    RELEASED,
    /** Aliases of a group wait for each other, or follow each other. */
    GROUP,
    /** This host is in maintenance, or not any more. */
    MAINTENANCE,
    /** An operator took the alias off this host. */
    STANDING_ASIDE,
    /** What an operator asked for cannot be done. */
    REFUSED,
    /** A command of the platform failed. */
    COMMAND_FAILED,
    /** The alias stays where it is while its defender stops. */
    KEPT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
