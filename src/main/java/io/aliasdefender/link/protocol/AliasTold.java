package io.aliasdefender.link.protocol;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.told.Known;
import java.util.Collection;

/**
 * What the sender says about one alias.
 *
 * @param has whether its kernel has the address
 * @param wants whether it would take the alias when nobody has it
 * @param fit whether nothing speaks against it
 * @param maintenance whether an operator took it out of service
 * @param stops whether it is about to let go of it
 * @param ageMillis for how long that has been so, at most {@link #MOST_AGE_MILLIS}
 */
public record AliasTold(
        IpAddress address, Known has, boolean wants, boolean fit, boolean maintenance, boolean stops, long ageMillis) {
    /** 49 days; whatever is older is told as so old. */
    public static final long MOST_AGE_MILLIS = 0xffff_ffffL;

    static final int GONE = 0x80;
    private static final int HAS = 1;
    private static final int HAS_NOT = 2;
    private static final int WANTS = 4;
    private static final int FIT = 8;
    private static final int MAINTENANCE = 16;
    private static final int STOPS = 32;

    public AliasTold {
        if (ageMillis < 0 || ageMillis > MOST_AGE_MILLIS) {
            throw new IllegalArgumentException("age " + ageMillis);
        }
    }

    /** Everything but the age, in a byte. */
    int flags() {
        int holding = switch (has) {
            case YES -> HAS;
            case NO -> HAS_NOT;
            case UNKNOWN -> 0;
        };
        return holding | bit(wants, WANTS) | bit(fit, FIT) | bit(maintenance, MAINTENANCE) | bit(stops, STOPS);
    }

    private static int bit(boolean set, int bit) {
        return set ? bit : 0;
    }

    /** Whether a byte says both that the sender has the alias and that it has not. */
    static boolean contradicts(int flags) {
        return (flags & (HAS | HAS_NOT)) == (HAS | HAS_NOT);
    }

    static AliasTold of(IpAddress address, int flags, long ageMillis) {
        Known has = (flags & HAS) != 0 ? Known.YES : (flags & HAS_NOT) != 0 ? Known.NO : Known.UNKNOWN;
        return new AliasTold(
                address,
                has,
                (flags & WANTS) != 0,
                (flags & FIT) != 0,
                (flags & MAINTENANCE) != 0,
                (flags & STOPS) != 0,
                ageMillis);
    }

    /** Whether both say the same, whatever the ages. */
    public boolean same(AliasTold other) {
        return address.equals(other.address) && flags() == other.flags();
    }

    AliasTold aged(long millis) {
        return of(address, flags(), Math.max(0, Math.min(MOST_AGE_MILLIS, millis)));
    }

    /**
     * Of all of them, in whatever order; the ages do not count. A sum is enough: the signature keeps out whoever would
     * look for two lists with the same one.
     */
    public static long digest(Collection<AliasTold> all) {
        long sum = 0;
        for (AliasTold one : all) {
            IpAddress address = one.address();
            sum += mixed(mixed(address.high() + (address.v6() ? 1 : 0)) ^ mixed(address.low()) + one.flags());
        }
        return sum;
    }

    /** The finalizer of SplitMix64: each bit of the result depends on each bit of the value. */
    private static long mixed(long value) {
        long bits = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ bits >>> 27) * 0x94d049bb133111ebL;
        return bits ^ bits >>> 31;
    }
}
