package io.aliasdefender.core.address;

import io.aliasdefender.core.spec.Placement;
import java.util.Locale;

/**
 * A wish to change what an interface of this host carries.
 *
 * @param id given back in the {@link AddressApplied}
 */
public record AddressAction(long id, Kind kind, Placement placement) {
    public enum Kind {
        ADD,
        REMOVE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
