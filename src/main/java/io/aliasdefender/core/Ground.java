package io.aliasdefender.core;

/**
 * Why an alias may be added to this host. Only the rules make one ({@link Takeover}, {@link Restore}), and
 * {@link Claim}, the one place where an address is added, takes nothing else.
 *
 * @param because the sentence of its evidence
 * @param kind which rule it comes from
 * @param proves whether it also shows that nobody else has the alias: somebody was heard in the same burst
 * @param ordered whether an operator wants it here
 */
public record Ground(Kind kind, String because, boolean proves, boolean ordered) {
    /** That nobody ordered. */
    Ground(Kind kind, String because, boolean proves) {
        this(kind, because, proves, false);
    }

    /** Which rule a ground comes from. */
    public enum Kind {
        /** The alias is silent, and this host is the one to take it. */
        SILENCE,
        /** Something deleted it here, and nobody has taken it since. */
        DELETION,
        /** The node that has it offers it to this host. */
        OFFER,
        /** This host has the address already, but with another prefix or on another interface. */
        MISPLACEMENT,
        /** This host has the address as the configuration had it before. */
        REPLACEMENT
    }
}
