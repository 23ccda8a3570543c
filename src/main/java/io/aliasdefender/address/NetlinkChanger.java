package io.aliasdefender.address;

import io.aliasdefender.bus.Rehearsals;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.address.Lifetime;
import io.aliasdefender.core.net.KernelView;
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
import java.util.IdentityHashMap;
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
        List<AddressAction> timely = inTime(actions);
        IdentityHashMap<AddressAction, String> refused = refused(timely);
        return refused.isEmpty() ? carryOut(timely, begin) : butFor(refused, timely, begin);
    }

    /** For as long as leases allow by now: this process may have been stopped meanwhile, or waited for a hook. */
    private static List<AddressAction> inTime(List<AddressAction> actions) {
        if (actions.stream().noneMatch(action -> action.lifetime().isPresent())) {
            return actions;
        }
        Duration now = bootTime();
        return actions.stream()
                .map(action -> action.lifetime()
                        .flatMap(lifetime -> lifetime.fitting(now))
                        .map(action::lasting)
                        .orElse(action))
                .toList();
    }

    private static List<AddressApplied> carryOut(List<AddressAction> actions, long begin) {
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

    /** What is not even tried, and why. */
    private static IdentityHashMap<AddressAction, String> refused(List<AddressAction> actions) {
        IdentityHashMap<AddressAction, String> refused = new IdentityHashMap<>();
        if (actions.stream().anyMatch(action -> action.lifetime().isPresent())) {
            Duration now = bootTime();
            actions.stream()
                    .filter(action -> isTooLate(action, now))
                    .forEach(action -> refused.put(action, "its lease ends too soon for that by now"));
        }
        if (actions.stream().anyMatch(NetlinkChanger::extendsIt)) {
            AddressCommands.Kernel now = readOnce();
            actions.stream()
                    .filter(NetlinkChanger::extendsIt)
                    .forEach(action -> now.whyNotThere(action.placement()).ifPresent(why -> refused.put(action, why)));
        }
        return refused;
    }

    /** The kernel adds what it is to replace where that is not there (net/ipv4/devinet.c, inet_rtm_newaddr). */
    private static boolean extendsIt(AddressAction action) {
        return action.kind() == AddressAction.Kind.EXTEND;
    }

    private static AddressCommands.Kernel readOnce() {
        try {
            KernelView now = KERNEL.read();
            return () -> now;
        } catch (IOException unreadable) {
            return () -> {
                throw unreadable;
            };
        }
    }

    /** What the kernel would keep for longer than its lease allows by now: this process may have been stopped meanwhile. */
    private static boolean isTooLate(AddressAction action, Duration now) {
        return action.lifetime().filter(lifetime -> !lifetime.fits(now)).isPresent();
    }

    /** By the clock that goes on while the machine is suspended, as leases do. */
    private static Duration bootTime() {
        try {
            return Duration.ofNanos(SystemFacts.open().bootNanos());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private List<AddressApplied> butFor(
            IdentityHashMap<AddressAction, String> refused, List<AddressAction> actions, long begin) {
        List<AddressAction> rest =
                actions.stream().filter(action -> !refused.containsKey(action)).toList();
        Iterator<AddressApplied> applied = rest.isEmpty()
                ? List.<AddressApplied>of().iterator()
                : carryOut(rest, System.nanoTime()).iterator();
        Duration took = since(begin);
        return actions.stream()
                .map(action -> refused.containsKey(action)
                        ? new AddressApplied(action, new CommandResult.Failed(took, refused.get(action)))
                        : applied.next())
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
