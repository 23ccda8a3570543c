package io.aliasdefender.address;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressApplied;
import java.util.List;

/** Actions that are carried out together, in their order. */
public final class AddressBatch {
    /** What changes the addresses of this host. */
    @FunctionalInterface
    public interface Changer {
        /** Carries all out in order; results in the order of the actions. */
        List<AddressApplied> apply(List<AddressAction> actions) throws InterruptedException;
    }

    /** Carries out what is not too old by now; any thread. */
    public List<AddressApplied> carryOut(Changer changer, long nowNanos) throws InterruptedException {
        throw new UnsupportedOperationException();
    }
}
