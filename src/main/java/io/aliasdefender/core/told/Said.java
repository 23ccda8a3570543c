package io.aliasdefender.core.told;

/**
 * How a host stands towards an alias, in its own words.
 *
 * @param has whether its kernel has the address
 * @param sure it has it, and has asked since its last doubt whether anybody else has
 * @param takes whether its defender would take the alias when nobody has it
 * @param fit whether nothing speaks against its having the alias: its interface can carry it, the network does not drop its
 *     frames of it, and its group does not keep it off
 * @param hearsAlias whether the alias answers there, or is there; false: it is silent there for certain
 * @param hearsWitness whether a witness answers it on the alias's link
 * @param service whether its service is fit for the alias: all checks pass there, or it has none; a node whose version
 *     does not tell of it, or whose checks have no result yet, is {@link Known#UNKNOWN}
 */
public record Said(
        Known has, boolean sure, boolean takes, boolean fit, boolean hearsAlias, Known hearsWitness, Known service) {
    /** Before anything was said. */
    public static final Said NOTHING = new Said(Known.UNKNOWN, false, false, false, true, Known.UNKNOWN);

    /** Without a word about the service. */
    public Said(Known has, boolean sure, boolean takes, boolean fit, boolean hearsAlias, Known hearsWitness) {
        this(has, sure, takes, fit, hearsAlias, hearsWitness, Known.UNKNOWN);
    }

    /** The same of a host whose service stands so. */
    public Said serving(Known other) {
        return new Said(has, sure, takes, fit, hearsAlias, hearsWitness, other);
    }

    /** The same of a host whose defender takes nothing any more. */
    public Said takingNothing() {
        return new Said(has, sure, false, fit, hearsAlias, hearsWitness, service);
    }

    /** Whether it has the alias, and its network works as far as it knows. */
    public boolean holdsWell() {
        return has == Known.YES && fit && hearsWitness != Known.NO;
    }

    /** Whether it has the alias and is on the alias's network for certain, whatever that drops. */
    public boolean holdsAndHears() {
        return has == Known.YES && hearsWitness == Known.YES;
    }

    /** Whether the alias, silent elsewhere, is to be left to it. One whose frames are dropped lets go by itself. */
    public boolean keepsOthersAway() {
        return holdsWell() || holdsAndHears();
    }

    /** Whether the alias can be handed over to it. */
    public boolean canBeGivenIt() {
        return has == Known.NO && takes && fit && hearsWitness != Known.NO;
    }

    /** Whether it can take the alias, and its service is fit for it for certain. */
    public boolean wouldServe() {
        return canBeGivenIt() && service == Known.YES;
    }

    /** Whether it is certain that it does not take the alias by itself now. */
    public boolean leavesItAlone() {
        return has == Known.NO && !takes;
    }
}
