package io.aliasdefender.address;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressAction.Kind;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.spec.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Actions that are carried out together, in their order. A value: any thread. */
public final class AddressBatch {
    /**
     * An order to add or to extend that waited longer than this (our process was stopped, or an earlier command hung) is refused: it
     * was decided on evidence that is too old.
     */
    static final Duration STALE = Duration.ofMillis(500);

    /** What changes the addresses of this host. */
    @FunctionalInterface
    public interface Changer {
        /** Carries all out in order; results in the order of the actions. */
        List<AddressApplied> apply(List<AddressAction> actions) throws InterruptedException;
    }

    /** @param atNanos when it was asked for */
    record Asked(AddressAction action, long atNanos) {}

    private final List<Asked> asked;
    private final KernelView kernel;

    /** @param kernel what this host had when the batch was put together */
    AddressBatch(List<Asked> asked, KernelView kernel) {
        this.asked = List.copyOf(asked);
        this.kernel = kernel;
    }

    /** What is to be done, in order. */
    public List<AddressAction> actions() {
        return asked.stream().map(Asked::action).toList();
    }

    /**
     * Carries out what is not too old by now; the rest fails.
     *
     * @param nowNanos of the clock of the queue's timers, at the moment of the call
     * @return one for each action, those that failed for their age first
     */
    public List<AddressApplied> carryOut(Changer changer, long nowNanos) throws InterruptedException {
        List<AddressApplied> results = new ArrayList<>();
        List<AddressAction> fresh = new ArrayList<>();
        for (Asked one : asked) {
            Duration waited = Duration.ofNanos(nowNanos - one.atNanos());
            if (one.action().kind() != Kind.REMOVE && waited.compareTo(STALE) > 0) {
                results.add(new AddressApplied(
                        one.action(),
                        new CommandResult.Failed(
                                waited, "the decision was " + waited.toMillis() + " ms old when its turn came")));
            } else {
                fresh.add(one.action());
            }
        }
        List<AddressAction> unusable = fresh.stream()
                .filter(action -> action.kind() == Kind.ADD && isTentative(action.placement()))
                .map(action -> new AddressAction(action.id(), Kind.REMOVE, action.placement()))
                .toList();
        if (!unusable.isEmpty()) {
            changer.apply(unusable);
        }
        if (!fresh.isEmpty()) {
            results.addAll(changer.apply(fresh));
        }
        return results;
    }

    /** That the batch failed as a whole. */
    List<AddressApplied> failed(String why) {
        CommandResult failed = new CommandResult.Failed(Duration.ZERO, why);
        return asked.stream()
                .map(one -> new AddressApplied(one.action(), failed))
                .toList();
    }

    /**
     * Whether something else has put the address there, and duplicate address detection goes on or has failed: the
     * kernel would refuse to add it once more, and leave it unusable.
     */
    private boolean isTentative(Placement placement) {
        return kernel.carried(placement.interfaceName(), placement.address())
                .filter(Carried::tentative)
                .isPresent();
    }
}
