package io.aliasdefender.core;

import java.time.Duration;
import java.util.Optional;

/**
 * How a claimed alias came to this host, for the record of who had it when; nothing is decided by it.
 *
 * @param planned whether somebody meant it to come here: an operator's order, or a node that let go of it on purpose. That
 *     the checks of the node that had it fail is nobody's plan.
 * @param silent whether nobody had it before, as far as was asked: it was not handed over, nor only put right
 * @param unanswered from the last answer of another host until it was here, at most one interval more than what clients lost;
 *     empty: nobody else answered since it was here last, or since this daemon's start
 */
public record Arrival(boolean planned, boolean silent, Optional<Duration> unanswered) {}
