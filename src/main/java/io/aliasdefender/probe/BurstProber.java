package io.aliasdefender.probe;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.os.EventLoop;
import io.aliasdefender.payload.BurstRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs any number of bursts at once, one for an alias. */
final class BurstProber {
    /** The others wait for their turn. Each asks twice in a round, of which there is one every few milliseconds. */
    private static final int MOST_AT_ONCE = 256;
    /** So many while rounds come late for want of a processor: lateness proves nothing. */
    private static final int MOST_WHEN_LATE = 64;

    private static final long LATE_NANOS = Pauses.LATE_NANOS / 2;
    /** Of more than so many the rounds are sent in step, so that the processor wakes once for all of them. */
    private static final int MOST_OUT_OF_STEP = 8;
    /** A round-trip within one link that is not to be taken for silence, at whatever interval. */
    private static final long LONGEST_WAY_NANOS = 70_000_000;
    /** As long as nobody has answered. */
    private static final long UNKNOWN_TIMEOUT_NANOS = 200_000_000;

    private final EventLoop loop;
    private final Wire wire;
    private final Asker asker;
    private final Pauses pauses;
    private final SteadyProber steady;
    private final Overhearing overhearing;
    private final Consumer<BurstResult> results;
    private final Map<IpAddress, Running> byAlias = new HashMap<>();
    /** By alias, the longest waiting first. */
    private final Map<IpAddress, BurstRequest> waiting = new LinkedHashMap<>();

    private final Map<IpAddress, List<Running>> byAddress = new HashMap<>();
    /** Many bursts begin together, and all ask the same router. */
    private final Map<IpAddress, Long> hostAskedNanos = new HashMap<>();

    /** When the last burst began that is in step with nobody. */
    private long stepNanos;
    /** By how much the newest round came late. */
    private long lateNanos;

    private Surroundings surroundings;

    BurstProber(
            EventLoop loop,
            Wire wire,
            Asker asker,
            Pauses pauses,
            SteadyProber steady,
            Overhearing overhearing,
            Consumer<BurstResult> results) {
        this.loop = loop;
        this.wire = wire;
        this.asker = asker;
        this.pauses = pauses;
        this.steady = steady;
        this.overhearing = overhearing;
        this.results = results;
    }

    void surroundings(Surroundings now) {
        surroundings = now;
        overhearing.surroundings(now);
    }

    private final class Running {
        private final Burst burst;
        private final Runnable wake = () -> timer(this);
        private Timers.Registration timer = () -> {};
        private Optional<Timers.Registration> ear = Optional.empty();
        private boolean extended;

        private Running(Burst burst) {
            this.burst = burst;
        }

        private void endWaiting() {
            timer.cancel();
            ear.ifPresent(Timers.Registration::cancel);
            ear = Optional.empty();
            extended = false;
        }

        private List<IpAddress> addresses() {
            List<IpAddress> addresses = new ArrayList<>(burst.request().hosts());
            addresses.remove(burst.request().alias());
            addresses.add(burst.request().alias());
            return addresses;
        }
    }

    /** Begins a burst, now or soon; one for the same alias that is under way or waits ends without a result. */
    void start(BurstRequest request) {
        waiting.remove(request.alias());
        Running old = byAlias.get(request.alias());
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
        Running running = new Running(
                new Burst(request, usualRttNanos(request), lasted -> tailNanos(request, lasted), System.nanoTime()));
        boolean inStep = byAlias.size() >= MOST_OUT_OF_STEP;
        byAlias.put(request.alias(), running);
        running.addresses()
                .forEach(address -> byAddress
                        .computeIfAbsent(address, ignored -> new ArrayList<>())
                        .add(running));
        if (inStep) {
            stepWithOthers(running);
        } else {
            stepNanos = System.nanoTime();
            step(running);
        }
    }

    private void stepWithOthers(Running running) {
        long now = System.nanoTime();
        long spacing = running.burst.spacingNanos();
        long first = now + spacing - (now - stepNanos) % spacing;
        running.burst.restart(first);
        running.timer = loop.at(first, running.wake);
    }

    /**
     * How long to listen after the last round: as the alias itself needs or, where it never answered (it was here until
     * a moment ago, or nobody had it yet), the slowest of the hosts. At the start that may be one who has not answered
     * yet, and who has the alias: it is given the time of a long way.
     */
    private long tailNanos(BurstRequest request, long lastedNanos) {
        long longWay = steady.allHostsHeard() ? 0 : LONGEST_WAY_NANOS - lastedNanos;
        return measured(request)
                .map(SteadyTarget::tailNanos)
                .or(() -> steady.slowestHost().map(host -> Math.max(host.tailNanos(), longWay)))
                .orElse(UNKNOWN_TIMEOUT_NANOS);
    }

    private long usualRttNanos(BurstRequest request) {
        return measured(request)
                .or(steady::slowestHost)
                .map(SteadyTarget::usualRttNanos)
                .orElse(0L);
    }

    private Optional<SteadyTarget> measured(BurstRequest request) {
        return steady.target(request.alias()).filter(SteadyTarget::measured);
    }

    private void end(Running running) {
        running.endWaiting();
        byAlias.remove(running.burst.request().alias());
        running.addresses()
                .forEach(address -> byAddress.computeIfPresent(address, (ignored, list) -> {
                    list.remove(running);
                    return list.isEmpty() ? null : list;
                }));
        if (byAlias.isEmpty()) {
            hostAskedNanos.clear();
        }
    }

    private void timer(Running running) {
        lateNanos = System.nanoTime() - running.burst.nextNanos();
        // After a pause every burst was begun anew, with a new timer.
        if (!pauses.check()) {
            step(running);
        }
    }

    private void step(Running running) {
        Burst burst = running.burst;
        if (burst.moreRounds()) {
            for (IpAddress address : burst.nextRound(System.nanoTime())) {
                burst.asked(address, ask(burst, address));
            }
            if (running.ear.isEmpty() && burst.unheard()) {
                running.ear = Optional.of(overhearing.await(burst.request().linkName(), burst::overheard));
            }
        } else {
            wire.drain();
            if (byAlias.get(burst.request().alias()) != running) {
                return;
            }
            long now = System.nanoTime();
            if (running.extended || !pauses.tooLate(now - burst.nextNanos(), burst.tailNanos())) {
                finish(running, now);
                return;
            }
            running.extended = true;
            burst.extend(now);
        }
        running.timer = loop.at(burst.nextNanos(), running.wake);
    }

    private boolean ask(Burst burst, IpAddress address) {
        BurstRequest request = burst.request();
        if (address.equals(request.alias())) {
            return asker.claim(address, Optional.of(request.linkName())).isEmpty();
        }
        long now = System.nanoTime();
        Long asked = hostAskedNanos.get(address);
        if (asked != null && now - asked < burst.spacingNanos() / 2) {
            // Another burst's probe is under way, and its answer is for all.
            return true;
        }
        Optional<String> link = Optional.of(request.linkName()).filter(name -> surroundings.onLink(name, address));
        boolean sent = asker.everyday(address, link, Optional.empty()).isEmpty();
        if (sent) {
            hostAskedNanos.put(address, now);
        }
        return sent;
    }

    private void finish(Running running, long nowNanos) {
        end(running);
        results.accept(running.burst.result(nowNanos));
        startWaiting();
    }

    void echoed(IpAddress from, long sentNanos, long nowNanos) {
        long took = nowNanos - sentNanos;
        if (took >= 0 && took <= SteadyTarget.MAX_AGE_NANOS) {
            answered(byAddress.getOrDefault(from, List.of()), from, Optional.of(sentNanos), Optional.empty(), nowNanos);
        }
    }

    /** An ARP reply or neighbour advertisement. Returns whether some burst had asked for it. */
    boolean spoken(IpAddress about, String linkName, MacAddress mac, long nowNanos) {
        List<Running> bursts = byAddress.get(about);
        if (bursts == null) {
            return false;
        }
        List<Running> waiting = bursts.stream()
                .filter(running -> running.burst.request().linkName().equals(linkName))
                .toList();
        answered(waiting, about, Optional.empty(), Optional.of(mac), nowNanos);
        return !waiting.isEmpty();
    }

    private void answered(
            List<Running> waiting, IpAddress from, Optional<Long> sentNanos, Optional<MacAddress> mac, long nowNanos) {
        for (Running running : List.copyOf(waiting)) {
            running.burst.answered(from, sentNanos, mac, nowNanos);
            if (running.burst.settled()) {
                finish(running, nowNanos);
            }
        }
    }

    /** Whether some burst waits for an answer of this address. */
    boolean awaits(IpAddress address) {
        return byAddress.containsKey(address);
    }

    /** Begins every burst anew: a pause may have spoilt what was found. */
    void restartAll() {
        long now = System.nanoTime();
        for (Running running : List.copyOf(byAlias.values())) {
            running.endWaiting();
            running.burst.restart(now);
            step(running);
        }
    }

    /** The interfaces on which bursts are under way. */
    boolean uses(String linkName) {
        return Stream.concat(
                        byAlias.values().stream().map(running -> running.burst.request()), waiting.values().stream())
                .anyMatch(request -> request.linkName().equals(linkName));
    }

    void stop() {
        waiting.clear();
        List.copyOf(byAlias.values()).forEach(this::end);
    }
}
