package io.aliasdefender.address;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.kernel.KernelReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that no alias stays before an own address of this host, as {@link SubnetOrder} says. */
final class OrderKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(OrderKeeper.class);
    /** What somebody else keeps changing is not put in order more often than this. */
    private static final Duration REST = Duration.ofSeconds(1);

    private final Timers timers;
    private final AddressEngine engine;
    private Optional<Long> restUntilNanos = Optional.empty();
    private Timers.Registration timer = () -> {};

    OrderKeeper(Timers timers, AddressEngine engine) {
        this.timers = timers;
        this.engine = engine;
    }

    /** To be told whenever the kernel or the configuration has something else. */
    void restoreWhenDue(KernelView kernel, Set<IpAddress> aliases) {
        timer.cancel();
        if (SubnetOrder.early(kernel, aliases).isEmpty()) {
            return;
        }
        long now = timers.nanoTime();
        long rest = restUntilNanos.map(until -> until - now).orElse(0L);
        if (rest > 0) {
            timer = timers.at(now + rest, () -> restoreWhenDue(kernel, aliases));
        } else if (engine.restoreOrder()) {
            restUntilNanos = Optional.of(now + REST.toNanos());
        }
    }

    void stop() {
        timer.cancel();
    }

    /** On a worker: by what the kernel has by then, whatever it had when this was begun. */
    static List<AddressApplied> restore(AddressChanger changer, Set<IpAddress> aliases)
            throws IOException, InterruptedException {
        Duration now = PutBack.now();
        List<AddressAction> actions = SubnetOrder.restore(KernelReader.readAddresses(), aliases, now);
        return actions.isEmpty() ? List.of() : changer.apply(actions);
    }

    static void tell(AddressApplied applied) {
        Placement placement = applied.action().placement();
        if (applied.action().kind() == AddressAction.Kind.REMOVE) {
            return;
        }
        if (applied.result() instanceof CommandResult.Done) {
            LOG.info("{} was the primary address of its subnet; it is behind the host's own address now", placement);
        } else {
            LOG.error(
                    "{} was the primary address of its subnet, and could not be put behind the host's own address: {}",
                    placement,
                    applied.result());
        }
    }
}
