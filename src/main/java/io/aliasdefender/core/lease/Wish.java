package io.aliasdefender.core.lease;

/** How much an alias of this host needs its lease, from nothing at all up. */
public enum Wish {
    /** It is not here, and not about to come: the lease is let go of. */
    NOTHING,
    /** What is under way may need it: it is kept where this host has it, and not asked for. */
    KEEP,
    /** The alias is silent and this host's to take, or it is offered: the lease is asked for. */
    WANTED,
    /** The alias is on this host, or being added: the lease is kept, or asked for again. */
    NEEDED
}
