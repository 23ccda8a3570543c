package io.aliasdefender.sim;

import io.aliasdefender.core.Input;
import io.aliasdefender.core.address.AddressAction.Kind;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.spec.Placement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The commands of one daemon, one at a time and in order. Times in nanoseconds. */
final class SimCommands {
    private static final long LIMIT = 2_000_000_000;
    /** An order to add that waited longer is refused. */
    private static final long STALE = 500_000_000;

    private final Site site;
    private final World world;
    private final SimDaemon daemon;
    private final SimHost host;
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private boolean busy;
    private boolean inTrouble;
    /** What the newest command about it could not put or take away. */
    private final Map<SimDefended, Set<Placement>> failed = new HashMap<>();

    SimCommands(Site site, SimDaemon daemon) {
        this.site = site;
        this.world = site.world;
        this.daemon = daemon;
        host = daemon.host();
    }

    /** Whether a command is under way that hangs or is slow. */
    boolean inTrouble() {
        return inTrouble;
    }

    /** Whether something is left of it that a command failed at. */
    boolean failed(SimDefended defended) {
        return !failed.getOrDefault(defended, Set.of()).isEmpty();
    }

    void queue(Kind kind, SimDefended defended, Placement placement) {
        long queuedAt = world.now();
        queue.add(() -> execute(kind, defended, placement, queuedAt));
        next();
    }

    private void next() {
        if (!busy && !queue.isEmpty()) {
            busy = true;
            daemon.run(queue.poll());
        }
    }

    private void execute(Kind kind, SimDefended defended, Placement placement, long queuedAt) {
        if (kind == Kind.ADD && world.now() - queuedAt > STALE) {
            ended(kind, defended, placement, new CommandResult.Failed(Duration.ZERO, "the decision was too old"));
            return;
        }
        SimHost.Commands how = host.commands;
        long took = switch (how) {
            case WORK, FAIL -> world.between(2_000_000, 12_000_000);
            case SLOW -> world.between(200_000_000, 900_000_000);
            case HANG -> LIMIT;
        };
        inTrouble = how == SimHost.Commands.SLOW || how == SimHost.Commands.HANG;
        world.after(took, () -> complete(kind, defended, placement, how, Duration.ofNanos(took)));
    }

    /** The command is a process of its own: it ends even when the daemon is killed or paused meanwhile. */
    private void complete(Kind kind, SimDefended defended, Placement placement, SimHost.Commands how, Duration took) {
        if (host.frozenUntil > world.now()) {
            world.at(host.frozenUntil, () -> complete(kind, defended, placement, how, took));
            return;
        }
        // Only the host that it was started on, and not after a reboot.
        if (!host.powered || daemon.poweredOff()) {
            return;
        }
        if (how == SimHost.Commands.WORK || how == SimHost.Commands.SLOW) {
            SimAlias alias = defended.alias();
            int bit = alias.prefixBit(placement);
            int before = host.prefixes(alias.index);
            site.carry(host, alias, kind == Kind.ADD ? before | bit : before & ~bit);
        }
        CommandResult result = switch (how) {
            case WORK, SLOW -> new CommandResult.Done(took);
            case FAIL -> new CommandResult.Failed(took, "'ip' ended with status 2: no memory");
            case HANG -> new CommandResult.TimedOut(took, "ip");
        };
        daemon.run(() -> ended(kind, defended, placement, result));
    }

    private void ended(Kind kind, SimDefended defended, Placement placement, CommandResult result) {
        busy = false;
        inTrouble = false;
        Set<Placement> left = failed.computeIfAbsent(defended, ignored -> new HashSet<>());
        if (result instanceof CommandResult.Done) {
            left.remove(placement);
        } else {
            left.add(placement);
        }
        defended.feed(new Input.Applied(kind, result));
        next();
        site.changed();
    }
}
