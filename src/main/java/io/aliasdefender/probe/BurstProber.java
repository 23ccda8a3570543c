package io.aliasdefender.probe;

import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.payload.BurstRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Runs any number of bursts at once, one for an alias. */
final class BurstProber {
    /** The others wait for their turn. Each asks twice in a round, of which there is one every few milliseconds. */
    private static final int MOST_AT_ONCE = 256;
    /** So many while rounds come late for want of a processor: lateness proves nothing. */
    private static final int MOST_WHEN_LATE = 64;

    private static final long LATE_NANOS = PauseGuard.LATE.toNanos() / 2;
    /** Of more than so many the rounds are sent in step, so that the processor wakes once for all of them. */
    private static final int MOST_OUT_OF_STEP = 8;

    private final Timers timers;
    private final Wire wire;
    private final BurstAsker asker;
    private final BurstTimes times;
    private final PauseGuard guard;
    private final Overhearing overhearing;
    private final Consumer<BurstResult> results;
    private final Map<IpAddress, RunningBurst> byAlias = new LinkedHashMap<>();
    /** By alias, the longest waiting first. */
    private final Map<IpAddress, BurstRequest> waiting = new LinkedHashMap<>();

    private final Map<IpAddress, List<RunningBurst>> byAddress = new HashMap<>();
    /** When the last burst began that is in step with nobody. */
    private long stepNanos;
    /** By how much the newest round came late. */
    private long lateNanos;

    private Surroundings surroundings = new Surroundings(KernelView.EMPTY, Set.of());

    BurstProber(
            Timers timers,
            Wire wire,
            Asker asker,
            PauseGuard guard,
            SteadyProber steady,
            Overhearing overhearing,
            Consumer<BurstResult> results) {
        this.timers = timers;
        this.wire = wire;
        this.asker = new BurstAsker(timers, asker);
        times = new BurstTimes(steady);
        this.guard = guard;
        this.overhearing = overhearing;
        this.results = results;
    }

    void surroundings(Surroundings now) {
        surroundings = now;
        asker.surroundings(now);
        overhearing.surroundings(now);
    }

    /** Begins a burst, now or soon; one for the same alias that is under way or waits ends without a result. */
    void start(BurstRequest request) {
        waiting.remove(request.alias());
        RunningBurst old = byAlias.get(request.alias());
        if (old != null) {
            end(old);
        }
        waiting.put(request.alias(), request);
        startWaiting();
    }

    private void startWaiting() {
        int most = lateNanos > LATE_NANOS ? MOST_WHEN_LATE : MOST_AT_ONCE;
        while (byAlias.size() < most && !waiting.isEmpty()) {
            Iterator<BurstRequest> first = waiting.values().iterator();
            BurstRequest request = first.next();
            first.remove();
            begin(request);
        }
    }

    private void begin(BurstRequest request) {
        RunningBurst running = new RunningBurst(
                this::timer,
                new Burst(
                        request,
                        times.usualRttNanos(request),
                        lasted -> times.tailNanos(request, lasted),
                        timers.nanoTime()));
        boolean inStep = byAlias.size() >= MOST_OUT_OF_STEP;
        byAlias.put(request.alias(), running);
        running.addresses()
                .forEach(address -> byAddress
                        .computeIfAbsent(address, ignored -> new ArrayList<>())
                        .add(running));
        if (inStep) {
            stepWithOthers(running);
        } else {
            stepNanos = timers.nanoTime();
            step(running);
        }
    }

    private void stepWithOthers(RunningBurst running) {
        long now = timers.nanoTime();
        long spacing = running.burst.spacingNanos();
        long first = now + spacing - (now - stepNanos) % spacing;
        running.burst.restart(first);
        running.timer = timers.at(first, running.wake);
    }

    private void end(RunningBurst running) {
        running.endWaiting();
        byAlias.remove(running.burst.request().alias());
        running.addresses()
                .forEach(address -> byAddress.computeIfPresent(address, (ignored, list) -> {
                    list.remove(running);
                    return list.isEmpty() ? null : list;
                }));
        if (byAlias.isEmpty()) {
            asker.forget();
        }
    }

    private void timer(RunningBurst running) {
        // After a pause every burst was begun anew, with a new timer.
        if (!guard.check()) {
            lateNanos = timers.nanoTime() - running.burst.nextNanos();
            step(running);
        }
    }

    private void step(RunningBurst running) {
        Burst burst = running.burst;
        if (burst.moreRounds()) {
            for (IpAddress address : burst.nextRound(timers.nanoTime())) {
                asker.ask(burst, address);
            }
            if (running.ear.isEmpty() && burst.unheard()) {
                running.ear = Optional.of(overhearing.await(burst.request().linkName(), burst::overheard));
            }
        } else {
            long due = burst.nextNanos();
            wire.drain();
            // Over, or begun anew after a pause that was noticed while reading.
            if (byAlias.get(burst.request().alias()) != running || burst.nextNanos() != due) {
                return;
            }
            long now = timers.nanoTime();
            if (running.extended || !guard.tooLate(now - burst.nextNanos(), burst.tailNanos())) {
                finish(running, now);
                return;
            }
            running.extended = true;
            burst.extend(now);
        }
        running.timer = timers.at(burst.nextNanos(), running.wake);
    }

    private void finish(RunningBurst running, long nowNanos) {
        end(running);
        results.accept(running.burst.result(nowNanos));
        startWaiting();
    }

    /** @param scope the index of the interface over which it was asked, where that was named, else 0 */
    void echoed(IpAddress from, int scope, long sentNanos, long nowNanos) {
        long took = nowNanos - sentNanos;
        if (took < 0 || took > SteadyTarget.MAX_AGE_NANOS || !byAddress.containsKey(from)) {
            return;
        }
        for (RunningBurst running : List.copyOf(byAddress.get(from))) {
            String linkName = running.burst.request().linkName();
            if (scope == 0 || surroundings.isLink(linkName, scope)) {
                running.burst.echoed(from, sentNanos, scope != 0 || surroundings.onLink(linkName, from), nowNanos);
                finishIfSettled(running, nowNanos);
            }
        }
    }

    /** An ARP reply or neighbour advertisement. Returns whether some burst had asked for it. */
    boolean spoken(IpAddress about, String linkName, MacAddress mac, long nowNanos) {
        if (!awaits(about, linkName)) {
            return false;
        }
        for (RunningBurst running : List.copyOf(byAddress.get(about))) {
            if (running.isOn(linkName)) {
                running.burst.spoken(about, mac, asker.askedNanos(about, linkName), nowNanos);
                finishIfSettled(running, nowNanos);
            }
        }
        return true;
    }

    private void finishIfSettled(RunningBurst running, long nowNanos) {
        // Whoever was told of another burst may have ended this one.
        if (running.burst.settled() && byAlias.get(running.burst.request().alias()) == running) {
            finish(running, nowNanos);
        }
    }

    /** Whether some burst waits for an answer of this address on this link. */
    boolean awaits(IpAddress address, String linkName) {
        List<RunningBurst> asking = byAddress.get(address);
        if (asking == null) {
            return false;
        }
        for (RunningBurst running : asking) {
            if (running.isOn(linkName)) {
                return true;
            }
        }
        return false;
    }

    /** Whether some burst asks for this address on this link from nowhere. */
    boolean askedFromNowhere(IpAddress address, String linkName) {
        List<RunningBurst> asking = byAddress.get(address);
        if (asking == null) {
            return false;
        }
        for (RunningBurst running : asking) {
            boolean alias = address.equals(running.burst.request().alias());
            if (running.isOn(linkName)
                    && (alias ? !surroundings.carries(address) : asksHostFromNowhere(address, linkName))) {
                return true;
            }
        }
        return false;
    }

    private boolean asksHostFromNowhere(IpAddress host, String linkName) {
        return !surroundings.onLink(linkName, host)
                || surroundings
                        .link(linkName)
                        .filter(link -> surroundings.strayNeighbour(link, host))
                        .isPresent();
    }

    /** Ends the rounds of every burst without a finding: a pause may have spoilt what was found. */
    void voidAll() {
        long now = timers.nanoTime();
        asker.forget();
        for (RunningBurst running : byAlias.values()) {
            running.endWaiting();
            running.burst.restart(now);
        }
    }

    /** Begins every burst anew. */
    void restartAll() {
        for (RunningBurst running : List.copyOf(byAlias.values())) {
            if (byAlias.get(running.burst.request().alias()) == running) {
                running.endWaiting();
                running.burst.restart(timers.nanoTime());
                step(running);
            }
        }
    }

    /** Whether bursts are under way, or wait, on an interface's link. */
    boolean uses(String linkName) {
        for (RunningBurst running : byAlias.values()) {
            if (running.isOn(linkName)) {
                return true;
            }
        }
        for (BurstRequest request : waiting.values()) {
            if (request.linkName().equals(linkName)) {
                return true;
            }
        }
        return false;
    }

    void stop() {
        waiting.clear();
        List.copyOf(byAlias.values()).forEach(this::end);
    }
}
