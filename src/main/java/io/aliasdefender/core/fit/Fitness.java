package io.aliasdefender.core.fit;

import io.aliasdefender.core.told.Known;

/**
 * Whether this host is fit for an alias: whether all checks of the alias pass.
 *
 * @param fit {@link Known#UNKNOWN}: a check has no result yet, and none fails
 * @param why for a sentence: which check fails and how, such as {@code "squid fails: connection refused"}; empty where
 *     the host is fit
 */
public record Fitness(Known fit, String why) {
    /** Of an alias without checks, or whose checks all pass. */
    public static final Fitness FIT = new Fitness(Known.YES, "");
}
