package io.aliasdefender.payload;

import io.aliasdefender.core.Action.Urgency;
import io.aliasdefender.core.spec.Placement;
import java.time.Duration;

/**
 * Tell the network once that this host has an alias.
 *
 * @param urgency what goes first where more is to be announced than the network is asked to bear
 * @param refresh the time between two refreshes of this alias, 1 s to 1 h: over so long they are spread
 */
public record Announcement(Placement placement, Urgency urgency, Duration refresh) {}
