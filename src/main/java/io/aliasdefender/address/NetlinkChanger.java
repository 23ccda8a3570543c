package io.aliasdefender.address;

import io.aliasdefender.bus.Rehearsals;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.address.Lifetime;
import io.aliasdefender.kernel.KernelReader;
import io.aliasdefender.os.AddressSocket;
import io.aliasdefender.os.AddressSocket.Change;
import io.aliasdefender.os.AddressSocket.Outcome;
import io.aliasdefender.os.Netlink;
import io.aliasdefender.os.SystemFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Asks the Linux kernel itself, as {@code ip} would, without starting a process for it: a change takes some ten
 * microseconds instead of five milliseconds and more, and needs no right that could be inherited by a child.
 */
final class NetlinkChanger implements AddressChanger {
    private static final AddressCommands.Kernel KERNEL = KernelReader::readAddresses;

    @Override
    public String name() {
        return "netlink";
    }

    @Override
    public boolean rehearse() throws Exception {
        // What every change is followed by, too.
        try (Netlink netlink = Netlink.open()) {
            Rehearsals.often(netlink::readAddresses);
        }
        return Rehearsals.often(AddressSocket::permitted);
    }

    @Override
    public List<AddressApplied> apply(List<AddressAction> actions) {
        long begin = System.nanoTime();
        if (actions.stream().anyMatch(action -> action.lifetime().isPresent())) {
            long boot = bootNanos();
            if (actions.stream().anyMatch(action -> isTooLate(action, boot))) {
                return inTime(actions, begin, boot);
            }
        }
        List<Change> changes = actions.stream().map(NetlinkChanger::change).toList();
        List<Outcome> outcomes;
        try {
            outcomes = AddressSocket.apply(changes);
        } catch (IOException failure) {
            CommandResult failed = new CommandResult.Failed(since(begin), failure.getMessage());
            return actions.stream()
                    .map(action -> new AddressApplied(action, failed))
                    .toList();
        }
        Duration took = since(begin);
        List<AddressApplied> applied = new ArrayList<>();
        for (AddressAction action : actions) {
            applied.add(new AddressApplied(action, result(action, outcomes.get(applied.size()), took)));
        }
        return applied;
    }

    /** What the kernel would keep for longer than its lease allows by now: this process may have been stopped meanwhile. */
    private static boolean isTooLate(AddressAction action, long bootNanos) {
        return action.lifetime()
                .filter(lifetime -> !lifetime.fits(Duration.ofNanos(bootNanos)))
                .isPresent();
    }

    /** By the clock that goes on while the machine is suspended, as leases do. */
    private static long bootNanos() {
        try {
            return SystemFacts.open().bootNanos();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private List<AddressApplied> inTime(List<AddressAction> actions, long begin, long boot) {
        List<AddressAction> rest =
                actions.stream().filter(action -> !isTooLate(action, boot)).toList();
        Iterator<AddressApplied> applied = apply(rest).iterator();
        CommandResult late = new CommandResult.Failed(since(begin), "its lease ends too soon for that by now");
        return actions.stream()
                .map(action -> isTooLate(action, boot) ? new AddressApplied(action, late) : applied.next())
                .toList();
    }

    private static Change change(AddressAction action) {
        return new Change(
                switch (action.kind()) {
                    case ADD -> AddressSocket.Kind.ADD;
                    case REMOVE -> AddressSocket.Kind.DELETE;
                    case EXTEND -> AddressSocket.Kind.EXTEND;
                },
                action.placement().interfaceName(),
                action.placement().address(),
                action.placement().label(),
                action.lifetime().map(Lifetime::seconds));
    }

    private static CommandResult result(AddressAction action, Outcome outcome, Duration took) {
        Optional<String> why = outcome.existed()
                ? KERNEL.whyNotThere(action.placement())
                : outcome.done() ? Optional.empty() : Optional.of(outcome.sentence());
        return why.<CommandResult>map(sentence -> new CommandResult.Failed(
                        took, "the kernel could not " + action.kind() + " " + action.placement() + ": " + sentence))
                .orElseGet(() -> new CommandResult.Done(took));
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Override
    public void close() {
        // Nothing stays under way: the kernel has done all when it has answered.
    }
}
