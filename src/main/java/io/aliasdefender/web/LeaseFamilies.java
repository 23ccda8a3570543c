package io.aliasdefender.web;

import io.aliasdefender.payload.LeaseView;
import io.aliasdefender.payload.LeaseView.Lease;

/** The leases as figures; none where none are configured. */
final class LeaseFamilies {
    private static final double MILLIS = 1_000;

    private LeaseFamilies() {}

    static void add(Families families, LeaseView view) {
        if (!view.configured()) {
            return;
        }
        families.gauge(
                "lease_store_reached",
                "Whether the store of the leases answers.",
                view.trouble().isEmpty() ? 1 : 0);
        view.renewalTook()
                .ifPresent(took -> families.gauge(
                        "lease_renewal_seconds",
                        "How long the newest renewal of the leases took.",
                        took.toMillis() / MILLIS));
        for (Lease lease : view.leases()) {
            String[] labels = {"lease", lease.name()};
            families.gauge("lease_held", "Whether this host has the lease.", lease.own() ? 1 : 0, labels)
                    .gauge(
                            "lease_fence",
                            "Grows with each change of the lease's holder.",
                            (double) lease.fence(),
                            labels);
            lease.left()
                    .ifPresent(left -> families.gauge(
                            "lease_left_seconds",
                            "Until this host must have given the alias up, if no renewal comes.",
                            left.toMillis() / MILLIS,
                            labels));
        }
    }
}
