package io.aliasdefender.payload;

import io.aliasdefender.core.fit.Fitness;
import io.aliasdefender.core.net.IpAddress;

/**
 * What the checks say about this host and an alias.
 *
 * @param fitness for as long as nothing else is said
 */
public record AliasFitness(IpAddress alias, Fitness fitness) {}
