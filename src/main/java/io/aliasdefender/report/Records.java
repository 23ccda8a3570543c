package io.aliasdefender.report;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.Tenure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a report is made of.
 *
 * @param node who tells it
 * @param at when, by its clock
 * @param from the report is about the time from here
 * @param to until here
 * @param aliases it is about; empty: all
 * @param nodes those that were asked
 * @param truncated there are more tenures, and the oldest are missing
 * @param tenures of all nodes, of which a part is in that time
 * @param events of all nodes, also of other times
 */
public record Records(
        String node,
        Instant at,
        Instant from,
        Instant to,
        Set<IpAddress> aliases,
        List<Source> nodes,
        boolean truncated,
        List<Tenure> tenures,
        List<Event> events) {
    public Records {
        aliases = Set.copyOf(aliases);
        nodes = List.copyOf(nodes);
        tenures = tenures.stream().sorted(Tenure.ORDER).toList();
        events = List.copyOf(events);
    }

    /**
     * A node.
     *
     * @param since its tenures are complete from here on; empty: nothing is known
     * @param error why it could not be asked; empty: it was
     */
    public record Source(String node, Optional<Instant> since, Optional<String> error) {}

    boolean isAbout(Instant time) {
        return !time.isBefore(from) && !time.isAfter(to);
    }
}
