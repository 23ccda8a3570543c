package io.aliasdefender.address;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressAction.Kind;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.spec.Placement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds an IPv6 address where the interface has it with another prefix. Linux has such an address once on an interface,
 * and does not add it again; so the wrong one goes, and the right one comes, in one batch. Whoever decides cannot know
 * it: the wrong one may have come since the kernel was read.
 */
final class DisplacingChanger extends ChangerAround {
    private static final Logger LOG = LoggerFactory.getLogger(DisplacingChanger.class);
    /** Nobody waits for the result of this. */
    private static final long ID = 0;

    private final AddressCommands.Kernel kernel;

    DisplacingChanger(AddressChanger changer, AddressCommands.Kernel kernel) {
        super(changer);
        this.kernel = kernel;
    }

    @Override
    public List<AddressApplied> apply(List<AddressAction> actions) throws InterruptedException {
        List<AddressApplied> applied = new ArrayList<>(changer.apply(actions));
        Optional<KernelView> now = Optional.empty();
        for (int i = 0; i < applied.size(); i++) {
            if (mayBeInTheWay(applied.get(i))) {
                now = now.or(this::read);
                AddressAction wanted = applied.get(i).action();
                Optional<Placement> wrong = now.flatMap(view -> inTheWay(view, wanted.placement()));
                if (wrong.isPresent()) {
                    applied.set(i, displace(wrong.get(), wanted));
                }
            }
        }
        return List.copyOf(applied);
    }

    private static boolean mayBeInTheWay(AddressApplied applied) {
        return applied.action().kind() == Kind.ADD
                && applied.action().placement().address().address().v6()
                && applied.result() instanceof CommandResult.Failed;
    }

    private static Optional<Placement> inTheWay(KernelView now, Placement wanted) {
        return now.link(wanted.interfaceName()).stream()
                .flatMap(link -> now.carried(wanted.address().address()).stream()
                        .filter(carried -> carried.linkIndex() == link.index())
                        .filter(carried -> !carried.address().equals(wanted.address())))
                .map(carried -> new Placement(carried.address(), wanted.interfaceName(), Optional.empty()))
                .findFirst();
    }

    private AddressApplied displace(Placement wrong, AddressAction wanted) throws InterruptedException {
        LOG.info("{} is in the way of {}; removing it first", wrong, wanted.placement());
        return changer.apply(List.of(new AddressAction(ID, Kind.REMOVE, wrong), wanted))
                .get(1);
    }

    private Optional<KernelView> read() {
        try {
            return Optional.of(kernel.read());
        } catch (IOException unreadable) {
            // The failure that led here is told.
            return Optional.empty();
        }
    }
}
