package io.aliasdefender.probe;

import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.ProbeTarget;
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
    /** A round-trip within one link that is not to be taken for silence, at whatever interval. */
    private static final long LONGEST_WAY_NANOS = 70_000_000;
    /** As long as nobody has answered. */
    private static final long UNKNOWN_TIMEOUT_NANOS = 200_000_000;

    private final Timers timers;
    private final Wire wire;
    private final Asker asker;
    private final PauseGuard guard;
    private final SteadyProber steady;
    private final Overhearing overhearing;
    private final Consumer<BurstResult> results;
    private final Map<IpAddress, Running> byAlias = new LinkedHashMap<>();
    /** By alias, the longest waiting first. */
    private final Map<IpAddress, BurstRequest> waiting = new LinkedHashMap<>();

    private final Map<IpAddress, List<Running>> byAddress = new HashMap<>();
    /** Many bursts begin together, and all ask the same router. */
    private final Map<Question, Long> hostAskedNanos = new HashMap<>();

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
        this.asker = asker;
        this.guard = guard;
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

        private boolean isOn(String linkName) {
            return burst.request().linkName().equals(linkName);
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
                new Burst(request, usualRttNanos(request), lasted -> tailNanos(request, lasted), timers.nanoTime()));
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

    private void stepWithOthers(Running running) {
        long now = timers.nanoTime();
        long spacing = running.burst.spacingNanos();
        long first = now + spacing - (now - stepNanos) % spacing;
        running.burst.restart(first);
        running.timer = timers.at(first, running.wake);
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
        return steady.target(Question.on(request.linkName(), request.alias())).filter(SteadyTarget::measured);
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
        // After a pause every burst was begun anew, with a new timer.
        if (!guard.check()) {
            lateNanos = timers.nanoTime() - running.burst.nextNanos();
            step(running);
        }
    }

    private void step(Running running) {
        Burst burst = running.burst;
        if (burst.moreRounds()) {
            for (IpAddress address : burst.nextRound(timers.nanoTime())) {
                ask(burst, address);
            }
            if (running.ear.isEmpty() && burst.unheard()) {
                running.ear = Optional.of(overhearing.await(burst.request().linkName(), burst::overheard));
            }
        } else {
            wire.drain();
            if (byAlias.get(burst.request().alias()) != running) {
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

    private void ask(Burst burst, IpAddress address) {
        BurstRequest request = burst.request();
        long now = timers.nanoTime();
        if (address.equals(request.alias())) {
            note(burst, address, asker.claim(address, request.linkName()), now);
            return;
        }
        boolean onLink = surroundings.onLink(request.linkName(), address);
        boolean elsewhere = !onLink && surroundings.onSomeLink(address);
        Question question = onLink || elsewhere ? Question.on(request.linkName(), address) : Question.routed(address);
        Long asked = hostAskedNanos.get(question);
        if (asked != null && now - asked < burst.spacingNanos() / 2) {
            // Another burst's probe is under way, and its answer is for all.
            burst.asked(address, asked);
            return;
        }
        Optional<String> problem = elsewhere
                ? asker.strayHost(question)
                : asker.everyday(question, ProbeTarget.Purpose.HOST, Optional.empty());
        if (problem.isEmpty()) {
            hostAskedNanos.put(question, now);
        }
        note(burst, address, problem, now);
    }

    private static void note(Burst burst, IpAddress address, Optional<String> problem, long nowNanos) {
        if (problem.isEmpty()) {
            burst.asked(address, nowNanos);
        } else {
            burst.notAsked(address);
        }
    }

    private void finish(Running running, long nowNanos) {
        end(running);
        results.accept(running.burst.result(nowNanos));
        startWaiting();
    }

    /** @param scope the index of the interface on which a link-local address answered, else 0 */
    void echoed(IpAddress from, int scope, long sentNanos, long nowNanos) {
        long took = nowNanos - sentNanos;
        if (took < 0 || took > SteadyTarget.MAX_AGE_NANOS || !byAddress.containsKey(from)) {
            return;
        }
        boolean routed = !surroundings.onSomeLink(from);
        for (Running running : List.copyOf(byAddress.get(from))) {
            String linkName = running.burst.request().linkName();
            if (scope == 0 || surroundings.isLink(linkName, scope)) {
                running.burst.echoed(from, sentNanos, routed || surroundings.onLink(linkName, from), nowNanos);
                finishIfSettled(running, nowNanos);
            }
        }
    }

    /** An ARP reply or neighbour advertisement. Returns whether some burst had asked for it. */
    boolean spoken(IpAddress about, String linkName, MacAddress mac, long nowNanos) {
        if (!awaits(about, linkName)) {
            return false;
        }
        for (Running running : List.copyOf(byAddress.get(about))) {
            if (running.isOn(linkName)) {
                running.burst.spoken(about, mac, nowNanos);
                finishIfSettled(running, nowNanos);
            }
        }
        return true;
    }

    private void finishIfSettled(Running running, long nowNanos) {
        // Whoever was told of another burst may have ended this one.
        if (running.burst.settled() && byAlias.get(running.burst.request().alias()) == running) {
            finish(running, nowNanos);
        }
    }

    /** Whether some burst waits for an answer of this address on this link. */
    boolean awaits(IpAddress address, String linkName) {
        List<Running> asking = byAddress.get(address);
        if (asking == null) {
            return false;
        }
        for (Running running : asking) {
            if (running.isOn(linkName)) {
                return true;
            }
        }
        return false;
    }

    /** Whether some burst asks for this address on this link from nowhere. */
    boolean askedFromNowhere(IpAddress address, String linkName) {
        List<Running> asking = byAddress.get(address);
        if (asking == null) {
            return false;
        }
        for (Running running : asking) {
            boolean alias = address.equals(running.burst.request().alias());
            if (running.isOn(linkName)
                    && (alias ? !surroundings.carries(address) : !surroundings.onLink(linkName, address))) {
                return true;
            }
        }
        return false;
    }

    /** Ends the rounds of every burst without a finding: a pause may have spoilt what was found. */
    void voidAll() {
        long now = timers.nanoTime();
        hostAskedNanos.clear();
        for (Running running : byAlias.values()) {
            running.endWaiting();
            running.burst.restart(now);
        }
    }

    /** Begins every burst anew. */
    void restartAll() {
        for (Running running : List.copyOf(byAlias.values())) {
            if (byAlias.get(running.burst.request().alias()) == running) {
                running.endWaiting();
                running.burst.restart(timers.nanoTime());
                step(running);
            }
        }
    }

    /** Whether bursts are under way, or wait, on an interface's link. */
    boolean uses(String linkName) {
        for (Running running : byAlias.values()) {
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
