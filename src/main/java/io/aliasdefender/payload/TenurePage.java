package io.aliasdefender.payload;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A part of the record of a node.
 *
 * @param since the record reaches back to here; empty: nothing is recorded
 * @param truncated there are more, and the oldest were left out
 * @param tenures in {@link Tenure#ORDER}
 */
public record TenurePage(Optional<Instant> since, boolean truncated, List<Tenure> tenures) {
    public TenurePage {
        tenures = List.copyOf(tenures);
    }
}
