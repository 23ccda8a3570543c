package io.aliasdefender.payload;

import io.aliasdefender.core.Level;
import io.aliasdefender.core.net.IpAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * Something worth telling people: the same sentence goes to the log, the page, the event stream and {@code status}.
 *
 * @param id counts up from 1, and is never given twice: after a restart it goes on at a full thousand
 * @param at wall-clock time, for people only; no decision looks at it
 * @param node this host's name
 * @param alias the alias that it is about; empty when it is about the whole host
 * @param cause what kind of thing happened, in kebab-case: a stable key for filters and metrics
 * @param sentence one plain sentence with its evidence
 */
public record Event(
        long id, Instant at, String node, Optional<IpAddress> alias, String cause, Level level, String sentence) {}
