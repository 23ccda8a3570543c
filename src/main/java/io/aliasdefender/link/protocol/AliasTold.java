package io.aliasdefender.link.protocol;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.told.Blame;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import java.util.Collection;

/**
 * What the sender says about one alias.
 *
 * @param ageMillis for how long that has been so, at most {@link #MOST_AGE_MILLIS}
 * @param blame which checks fail for it: for people, and so no part of any digest
 */
public record AliasTold(IpAddress address, Said said, long ageMillis, Blame blame) {
    /** 49 days; whatever is older is told as so old. */
    public static final long MOST_AGE_MILLIS = 0xffff_ffffL;

    static final int GONE = 0x80;
    /** Of two bits; none of them: it is not known whether the sender has it. */
    private static final int HAS = 1;

    private static final int HAS_NOT = 2;
    private static final int HAS_AND_IS_SURE = 3;
    private static final int TAKES = 4;
    private static final int FIT = 8;
    private static final int HEARS_ALIAS = 16;
    /** Neither of the two: it is not known whether a witness answers. */
    private static final int HEARS_WITNESS = 32;

    private static final int HEARS_NO_WITNESS = 64;

    public AliasTold {
        if (ageMillis < 0 || ageMillis > MOST_AGE_MILLIS) {
            throw new IllegalArgumentException("age " + ageMillis);
        }
    }

    /** Where no check is named. */
    public AliasTold(IpAddress address, Said said, long ageMillis) {
        this(address, said, ageMillis, Blame.NONE);
    }

    /** Everything but the age and the service, in a byte. */
    int flags() {
        return flags(said);
    }

    static int flags(Said said) {
        int holding = switch (said.has()) {
            case YES -> said.sure() ? HAS_AND_IS_SURE : HAS;
            case NO -> HAS_NOT;
            case UNKNOWN -> 0;
        };
        int witness = switch (said.hearsWitness()) {
            case YES -> HEARS_WITNESS;
            case NO -> HEARS_NO_WITNESS;
            case UNKNOWN -> 0;
        };
        return holding
                | witness
                | bit(said.takes(), TAKES)
                | bit(said.fit(), FIT)
                | bit(said.hearsAlias(), HEARS_ALIAS);
    }

    private static int bit(boolean set, int bit) {
        return set ? bit : 0;
    }

    /** Whether a byte says both that a witness answers the sender and that none does. */
    static boolean contradicts(int flags) {
        int both = HEARS_WITNESS | HEARS_NO_WITNESS;
        return (flags & both) == both;
    }

    static Said said(int flags) {
        int holding = flags & HAS_AND_IS_SURE;
        Known has = holding == 0 ? Known.UNKNOWN : holding == HAS_NOT ? Known.NO : Known.YES;
        Known witness =
                (flags & HEARS_WITNESS) != 0 ? Known.YES : (flags & HEARS_NO_WITNESS) != 0 ? Known.NO : Known.UNKNOWN;
        return new Said(
                has,
                holding == HAS_AND_IS_SURE,
                (flags & TAKES) != 0,
                (flags & FIT) != 0,
                (flags & HEARS_ALIAS) != 0,
                witness);
    }

    /** Whether both say the same, whatever the ages, and whichever checks fail. */
    public boolean same(AliasTold other) {
        return address.equals(other.address) && flags() == other.flags() && said.service() == other.said.service();
    }

    /** The same of a sender whose service stands so. */
    AliasTold serving(Known service) {
        return new AliasTold(address, said.serving(service), ageMillis, blame);
    }

    /** The same of a sender of which these checks fail. */
    AliasTold blaming(Blame other) {
        return new AliasTold(address, said, ageMillis, other);
    }

    AliasTold aged(long millis) {
        return new AliasTold(address, said, Math.max(0, Math.min(MOST_AGE_MILLIS, millis)), blame);
    }

    /**
     * Of all of them, in whatever order; the ages do not count. A sum is enough: the signature keeps out whoever would
     * look for two lists with the same one.
     */
    public static long digest(Collection<AliasTold> all) {
        return all.stream().mapToLong(AliasTold::digest).sum();
    }

    /** Its share of the sum. */
    long digest() {
        return mixed(mixed(address.high() + (address.v6() ? 1 : 0)) ^ mixed(address.low()) + flags());
    }

    /** Its share of the sum of what is told of the services, which older versions know nothing of. */
    long serviceDigest() {
        int service = said.service().number();
        return service == 0 ? 0 : mixed(digest(address) + service);
    }

    private static long digest(IpAddress address) {
        return mixed(address.high() + (address.v6() ? 1 : 0)) ^ mixed(address.low());
    }

    /** The finalizer of SplitMix64: each bit of the result depends on each bit of the value. */
    private static long mixed(long value) {
        long bits = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ bits >>> 27) * 0x94d049bb133111ebL;
        return bits ^ bits >>> 31;
    }
}
