package io.aliasdefender.payload;

import io.aliasdefender.core.fit.Fitness;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.told.Blame;

/**
 * What the checks say about this host and an alias.
 *
 * @param fitness for as long as nothing else is said
 * @param blame which of its checks fail, for the other nodes
 */
public record AliasFitness(IpAddress alias, Fitness fitness, Blame blame) {
    /** Where no check is named. */
    public AliasFitness(IpAddress alias, Fitness fitness) {
        this(alias, fitness, Blame.NONE);
    }
}
