package io.aliasdefender.sim;

import io.aliasdefender.address.AddressBatch;
import io.aliasdefender.address.AddressEngine;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.address.Lifetime;
import io.aliasdefender.core.spec.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Changes the addresses of a simulated kernel: it works, fails, is slow or hangs. Times in nanoseconds. */
final class SimCommands implements AddressEngine.Edge {
    private static final long LIMIT = 2_000_000_000;

    private final Site site;
    private final World world;
    private final SimDaemon daemon;
    private final SimHost host;
    private boolean inTrouble;
    /** By alias: what the newest command about it could not put or take away. */
    private final Map<SimAlias, Set<Placement>> failed = new HashMap<>();

    SimCommands(Site site, SimDaemon daemon) {
        this.site = site;
        this.world = site.world;
        this.daemon = daemon;
        host = daemon.host;
    }

    /** Whether a command is under way that hangs or is slow. */
    boolean inTrouble() {
        return inTrouble;
    }

    /** Whether something is left of it that a command failed at. */
    boolean failed(SimAlias alias) {
        Set<Placement> left = failed.get(alias);
        return left != null && !left.isEmpty();
    }

    @Override
    public void note(AddressAction action, Runnable noted) {
        noted.run();
    }

    @Override
    public void run(AddressBatch batch, Consumer<List<AddressApplied>> done) {
        SimHost.Commands how = host.commands;
        long begun = daemon.loop.nanoTime();
        long took = switch (how) {
            case WORK, FAIL -> world.between(50_000, world.below(4) == 0 ? 12_000_000 : 300_000);
            case SLOW -> world.between(200_000_000, 900_000_000);
            case HANG -> LIMIT;
        };
        inTrouble = how == SimHost.Commands.SLOW || how == SimHost.Commands.HANG;
        world.after(took, () -> complete(batch, begun, how, Duration.ofNanos(took), done));
    }

    /** The command is a process of its own: it ends even when the daemon is killed or paused meanwhile. */
    private void complete(
            AddressBatch batch, long begun, SimHost.Commands how, Duration took, Consumer<List<AddressApplied>> done) {
        if (host.frozenUntil > world.now()) {
            world.at(host.frozenUntil, () -> complete(batch, begun, how, took, done));
            return;
        }
        // Only the host that it was started on, and not after a reboot.
        if (!host.powered || daemon.poweredOff()) {
            return;
        }
        List<AddressApplied> results;
        try {
            results = batch.carryOut(actions -> apply(actions, how, took), begun);
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
        daemon.loop.input(() -> {
            inTrouble = false;
            results.forEach(this::remember);
            done.accept(results);
            site.changed();
        });
    }

    private List<AddressApplied> apply(List<AddressAction> actions, SimHost.Commands how, Duration took) {
        List<AddressApplied> applied = new ArrayList<>(actions.size());
        for (AddressAction wanted : actions) {
            AddressAction action = inTime(wanted);
            CommandResult result = switch (how) {
                case WORK, SLOW -> change(action, took);
                case FAIL -> new CommandResult.Failed(took, "'ip' ended with status 2: no memory");
                case HANG -> new CommandResult.TimedOut(took, "ip");
            };
            applied.add(new AddressApplied(action, result));
        }
        return applied;
    }

    /** As NetlinkChanger judges it, when its turn comes. */
    private AddressAction inTime(AddressAction action) {
        Duration now = Duration.ofNanos(daemon.loop.bootNanos());
        return action.lifetime()
                .filter(lifetime -> !site.variant.fits(lifetime, now))
                .flatMap(lifetime -> lifetime.fitting(now))
                .map(action::lasting)
                .orElse(action);
    }

    private CommandResult change(AddressAction action, Duration took) {
        Placement placement = action.placement();
        SimAlias alias = site.traffic.alias(placement.address().address());
        if (action.lifetime().isPresent()) {
            Lifetime lifetime = action.lifetime().get();
            if (!site.variant.fits(lifetime, Duration.ofNanos(daemon.loop.bootNanos()))) {
                return new CommandResult.Failed(took, "its lease ends too soon for that by now");
            }
            if (action.kind() == AddressAction.Kind.EXTEND) {
                if (!host.kernel.hasExactly(alias, placement)) {
                    return new CommandResult.Failed(took, "it is not there");
                }
                site.lives(host, alias, placement, lifetime);
                return new CommandResult.Done(took);
            }
        }
        SimKernel.Change change = switch (action.kind()) {
            case ADD -> site.add(host, alias, placement, false, action.lifetime());
            case REMOVE -> site.remove(host, alias, placement);
            // Without a lifetime there is nothing to extend.
            case EXTEND -> SimKernel.Change.THERE_ALREADY;
        };
        return change == SimKernel.Change.THERE_WITH_ANOTHER_PREFIX
                ? site.variant.thereWithAnotherPrefix(took)
                : new CommandResult.Done(took);
    }

    private void remember(AddressApplied applied) {
        Placement placement = applied.action().placement();
        SimAlias alias = site.traffic.alias(placement.address().address());
        Set<Placement> left = failed.computeIfAbsent(alias, ignored -> new HashSet<>(2));
        if (applied.result() instanceof CommandResult.Done) {
            left.remove(placement);
        } else {
            left.add(placement);
        }
    }

    @Override
    public void applied(AddressApplied applied) {
        daemon.applied(applied);
    }
}
