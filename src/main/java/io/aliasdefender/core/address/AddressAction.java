package io.aliasdefender.core.address;

import io.aliasdefender.core.spec.Placement;
import java.util.Locale;
import java.util.Optional;

/**
 * A wish to change what an interface of this host carries.
 *
 * @param id given back in the {@link AddressApplied}
 * @param lifetime how long the kernel keeps what is added or extended, on the clock that goes on while the machine is
 *     suspended; empty: until it is removed
 */
public record AddressAction(long id, Kind kind, Placement placement, Optional<Lifetime> lifetime) {
    /** One that says nothing of a lifetime. */
    public AddressAction(long id, Kind kind, Placement placement) {
        this(id, kind, placement, Optional.empty());
    }

    /** The same for another time. */
    public AddressAction lasting(Lifetime other) {
        return new AddressAction(id, kind, placement, Optional.of(other));
    }

    public enum Kind {
        ADD,
        REMOVE,
        /** Gives an address that is there another lifetime. */
        EXTEND;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
