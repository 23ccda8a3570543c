package io.aliasdefender.sim;

import io.aliasdefender.core.Action;
import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Companion;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Phase;
import io.aliasdefender.core.Reason;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One alias in one daemon: feeds the core, and carries out what it decides. */
final class SimDefended {
    /** Equal sightings are told at most so often. */
    private static final long SIGHTING_GAP = 10_000_000;

    private static final long LEAST_WAIT = 1_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final Site site;
    private final World world;
    private final SimDaemon daemon;
    private final SimHost host;
    private final SimAlias alias;
    private AliasSpec spec;
    private AliasState state;
    private SimBurst burst;
    private long askedAt = -1;
    private long reconfiguredAt = -NEVER;
    private long wakeAt = NEVER;
    /** The earliest timer that is set; by the world's clock. */
    private long timerAt = NEVER;

    private MacAddress sightedMac;
    private Sighting.Kind sightedKind;
    private long sightedAt = -SIGHTING_GAP;

    SimDefended(Site site, SimDaemon daemon, SimAlias alias) {
        this.site = site;
        this.world = site.world;
        this.daemon = daemon;
        this.host = daemon.host();
        this.alias = alias;
        spec = alias.spec(host.node);
        state = AliasState.starting(daemon.uptime());
    }

    SimDaemon daemon() {
        return daemon;
    }

    SimAlias alias() {
        return alias;
    }

    AliasState state() {
        return state;
    }

    AliasSpec spec() {
        return spec;
    }

    boolean stopped() {
        return state.phase() instanceof Phase.Stopped;
    }

    /** Whether no burst since the start, or since the last pause, has told what became of the world. */
    boolean hasNotAsked() {
        return daemon.ranSince() > askedAt;
    }

    /** Nothing is under way, and nothing is in doubt. */
    boolean atRest() {
        return state.phase() instanceof Phase.Watching
                || state.phase() instanceof Phase.Holding holding && !holding.doubtful();
    }

    void reconfigure() {
        AliasSpec before = spec;
        AliasSpec next = alias.spec(host.node);
        if (!next.equals(before)) {
            spec = next;
            reconfiguredAt = world.now();
            feed(new Input.Reconfigured(before));
        }
    }

    boolean reconfiguredWithin(long span) {
        return world.now() - span < reconfiguredAt;
    }

    void observe() {
        int has = host.prefixes(alias.index);
        int right = alias.prefixBit(spec.placement());
        List<Placement> strays = List.of();
        if ((has & ~right) != 0) {
            strays = new ArrayList<>();
            for (int number = 0; number < alias.placementCount(); number++) {
                if ((has & ~right & SimAlias.prefixBit(number)) != 0) {
                    strays.add(alias.placement(number));
                }
            }
        }
        Input.Observed observed = new Input.Observed((has & right) != 0, strays, host.linkUp);
        if (!state.observed().equals(Optional.of(observed))) {
            feed(observed);
        }
    }

    boolean hasStrays() {
        return (host.prefixes(alias.index) & ~alias.prefixBit(spec.placement())) != 0;
    }

    boolean cares(Sighting.Kind kind) {
        return switch (kind) {
            case REPLY, ANNOUNCEMENT -> true;
            case PROBE -> state.phase() instanceof Phase.Confirming || state.phase() instanceof Phase.Holding;
            case REQUEST -> state.phase() instanceof Phase.Holding;
        };
    }

    void sighted(MacAddress mac, Sighting.Kind kind) {
        boolean same = kind == sightedKind && mac.equals(sightedMac);
        if (same && world.now() - sightedAt < SIGHTING_GAP) {
            return;
        }
        sightedMac = mac;
        sightedKind = kind;
        sightedAt = world.now();
        feed(new Input.Sighted(mac, kind));
    }

    boolean answered(Target target, MacAddress mac) {
        return burst != null && burst.answered(target, mac);
    }

    /** Whether this is the newest burst of a daemon that still runs. */
    boolean current(SimBurst candidate) {
        return daemon.alive() && burst == candidate;
    }

    void restartBurst() {
        if (burst != null) {
            burst.begin();
        }
    }

    void burstEnded(SimBurst ended, BurstResult result) {
        if (current(ended)) {
            burst = null;
            askedAt = world.now();
            feed(new Input.BurstEnded(result));
        }
    }

    void feed(Input input) {
        if (!daemon.alive()) {
            return;
        }
        Duration now = daemon.uptime();
        Decision decision = site.core.decide(state, input, spec, daemon.evidenceFor(this), now);
        site.invariants.decided(this, input, decision);
        AliasState before = state;
        state = decision.next();
        for (Reason reason : decision.said()) {
            site.reader.accept(host, reason);
            world.note(() -> host + " " + reason.cause() + ": " + reason.sentence());
        }
        for (Action action : decision.actions()) {
            carryOut(action);
        }
        wakeAt = decision.wakeAt().map(Duration::toNanos).orElse(NEVER);
        setTimer();
        if (spec.group().isPresent()
                && companion(before).standing() != companion(state).standing()) {
            daemon.groupOf(this).forEach(other -> other.feed(new Input.Tick()));
        }
    }

    private Companion companion(AliasState as) {
        return Companion.of(alias.address, as);
    }

    Companion companion() {
        return companion(state);
    }

    /** A deadline that is farther away than a heartbeat is noticed at the heartbeat after it. */
    private void setTimer() {
        if (wakeAt == NEVER) {
            return;
        }
        long wait = Math.max(LEAST_WAIT, wakeAt - daemon.clock());
        long due = world.now() + wait;
        // The two clocks drift apart: the same deadline may seem a little earlier each time.
        if (due + LEAST_WAIT > timerAt) {
            return;
        }
        long late = wait < SimDaemon.HEARTBEAT ? 0 : world.between(0, SimDaemon.HEARTBEAT);
        timerAt = due;
        daemon.timer(wait + late, () -> {
            if (timerAt == due) {
                timerAt = NEVER;
            }
            if (wakeAt != NEVER && wakeAt <= daemon.clock()) {
                feed(new Input.Tick());
            } else {
                setTimer();
            }
        });
    }

    private void carryOut(Action action) {
        if (action instanceof Action.Burst request) {
            burst = new SimBurst(site, this, request);
            burst.begin();
        } else if (action instanceof Action.Announce) {
            site.announce(host, alias);
        } else if (action instanceof Action.Add add) {
            daemon.command(AddressAction.Kind.ADD, this, add.placement());
        } else if (action instanceof Action.Remove remove) {
            daemon.command(AddressAction.Kind.REMOVE, this, remove.placement());
        }
    }
}
