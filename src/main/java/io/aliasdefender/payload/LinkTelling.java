package io.aliasdefender.payload;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.told.Telling;
import java.util.Optional;

/**
 * What the other nodes are to be told about an alias from now on.
 *
 * @param telling empty: it is not defended on this host any more
 * @param untilNanos until when its offer stands, by the clock of {@link System#nanoTime()}; 0: there is none
 */
public record LinkTelling(IpAddress alias, Optional<Telling> telling, long untilNanos) {}
