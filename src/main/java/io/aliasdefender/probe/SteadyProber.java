package io.aliasdefender.probe;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.os.EventLoop;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.ProbeTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks every target of the plan once per interval, spread over the interval. */
final class SteadyProber {
    /** The first rounds after a plan come this close together, so that a start need not wait for an interval. */
    private static final long FIRST_ROUNDS_SPACING_NANOS = 1_000_000;

    /** Of many targets some share a place in the interval: what is sent together wakes the processor once. */
    private static final int MOST_PLACES = 50;

    /** In one of so many rounds everybody on the link is asked, and not only who answered: others may have it too. */
    private static final int ROUNDS_OF_ONE = 8;

    private final EventLoop loop;
    private final Wire wire;
    private final Asker asker;
    private final Pauses pauses;
    private final Consumer<ProbeResult> results;
    private Map<IpAddress, Entry> entries = new LinkedHashMap<>();
    /** Those of them that are no aliases: few. */
    private List<SteadyTarget> hosts = List.of();

    SteadyProber(EventLoop loop, Wire wire, Asker asker, Pauses pauses, Consumer<ProbeResult> results) {
        this.loop = loop;
        this.wire = wire;
        this.asker = asker;
        this.pauses = pauses;
        this.results = results;
    }

    private final class Entry {
        private final SteadyTarget target;
        /** Made once, and not at every round. */
        private final Runnable round = () -> round(this);

        private final Runnable conclusion = atDeadline(SteadyProber.this::conclude);
        private final Runnable otherWay = atDeadline(SteadyProber.this::askOtherwise);
        private long nextRoundNanos;
        private Timers.Registration roundTimer = () -> {};
        private Timers.Registration timeoutTimer = () -> {};
        private boolean askedAgain;
        private int rounds;
        private long lateNanos = ProbeResult.TOLD;

        private Entry(ProbeTarget definition) {
            target = new SteadyTarget(definition);
        }

        private Optional<MacAddress> answerer() {
            return rounds % ROUNDS_OF_ONE == 0 ? Optional.empty() : target.answerer();
        }

        private Runnable atDeadline(Consumer<Entry> what) {
            return () -> {
                pauses.check();
                what.accept(this);
            };
        }

        private long intervalNanos() {
            return target.target().interval().toNanos();
        }
    }

    /** Takes a new plan. A target that was there before keeps its place in the interval and what was measured. */
    void apply(ProbePlan plan) {
        long now = System.nanoTime();
        Map<IpAddress, Entry> before = entries;
        entries = new LinkedHashMap<>();
        List<Entry> added = new ArrayList<>();
        for (ProbeTarget definition : plan.targets()) {
            if (entries.containsKey(definition.address())) {
                continue;
            }
            Entry entry = before.remove(definition.address());
            if (entry == null) {
                entry = new Entry(definition);
                added.add(entry);
            } else {
                redefine(entry, definition, now);
            }
            entries.put(definition.address(), entry);
        }
        before.values().forEach(SteadyProber::stop);
        hosts = entries.values().stream()
                .map(entry -> entry.target)
                .filter(target -> !target.target().alias())
                .toList();
        // The hosts first: how long they need says how long to wait for an alias that nobody may have.
        added.sort(Comparator.comparing(entry -> entry.target.target().alias()));
        for (int i = 0; i < added.size(); i++) {
            beginAt(added.get(i), now, i, added.size());
        }
    }

    private void redefine(Entry entry, ProbeTarget definition, long now) {
        boolean sooner = definition.interval().compareTo(entry.target.target().interval()) < 0;
        entry.target.redefine(definition);
        if (sooner && entry.nextRoundNanos - now > entry.intervalNanos()) {
            schedule(entry, now + entry.intervalNanos());
        }
    }

    /** A first round soon, the others at the target's own place in the interval. */
    private void beginAt(Entry entry, long now, int position, int of) {
        long interval = entry.intervalNanos();
        long first = now + Math.min(FIRST_ROUNDS_SPACING_NANOS, interval / of) * position;
        entry.roundTimer = loop.at(first, () -> {
            int places = Math.min(of, MOST_PLACES);
            long place = now + interval / places * ((long) position * places / of);
            schedule(entry, place - System.nanoTime() > interval / 2 ? place : place + interval);
            ask(entry);
        });
        entry.nextRoundNanos = first;
    }

    private void schedule(Entry entry, long atNanos) {
        entry.roundTimer.cancel();
        entry.nextRoundNanos = atNanos;
        entry.roundTimer = loop.at(atNanos, entry.round);
    }

    private void round(Entry entry) {
        pauses.check();
        long late = System.nanoTime() - entry.nextRoundNanos;
        // Rounds that were missed are not made up for; the place in the interval is kept.
        long intervals = Math.max(late, 0) / entry.intervalNanos() + 1;
        schedule(entry, entry.nextRoundNanos + intervals * entry.intervalNanos());
        if (entry.target.waiting()) {
            conclude(entry);
        }
        entry.askedAgain = false;
        entry.rounds++;
        entry.lateNanos = Math.max(late, 0);
        ask(entry);
    }

    private void ask(Entry entry) {
        ProbeTarget definition = entry.target.target();
        // Before anything is sent: it reads what has come in, and an answer may come at once.
        if (definition.alias() && !entry.target.supposed()) {
            suppose(entry.target);
        }
        long now = System.nanoTime();
        boolean neighbourAlone = entry.target.leisurely()
                && asker.neighbour(definition.address(), definition.linkName(), entry.answerer())
                        .isEmpty();
        if (!neighbourAlone) {
            Optional<String> problem = asker.everyday(definition.address(), definition.linkName(), entry.answerer());
            if (problem.isPresent()) {
                publish(entry, new ProbeOutcome.Broken(problem.get()));
                return;
            }
        }
        entry.target.begin(now);
        atDeadline(entry, neighbourAlone ? entry.otherWay : entry.conclusion);
    }

    /** Nobody may have an alias, and then there is nothing to wait for: hosts that have been heard tell how long. */
    private void suppose(SteadyTarget alias) {
        wire.drain();
        slowestHost().ifPresent(host -> alias.suppose(host.tailNanos()));
    }

    /** Of the hosts that have answered, the one that one has to wait for longest. */
    Optional<SteadyTarget> slowestHost() {
        return hosts.stream().filter(SteadyTarget::measured).max(Comparator.comparingLong(SteadyTarget::tailNanos));
    }

    /** Whether each host has answered, or did not in time. */
    boolean allHostsHeard() {
        return hosts.stream().allMatch(host -> host.measured() || host.silent());
    }

    private void atDeadline(Entry entry, Runnable what) {
        entry.timeoutTimer.cancel();
        entry.timeoutTimer = loop.at(entry.target.deadlineNanos(), what);
    }

    /** ARP or neighbour discovery was not answered in time. */
    private void askOtherwise(Entry entry) {
        ProbeTarget definition = entry.target.target();
        wire.drain();
        if (!entry.target.waiting()) {
            return;
        }
        // On the link everybody is asked now: it may have moved.
        Optional<String> problem = asker.everyday(definition.address(), definition.linkName(), Optional.empty());
        if (problem.isPresent()) {
            conclude(entry);
            return;
        }
        entry.target.goOn(System.nanoTime());
        atDeadline(entry, entry.conclusion);
    }

    private void conclude(Entry entry) {
        if (entry.target.waiting()) {
            wire.drain();
        }
        if (!entry.target.waiting()) {
            return;
        }
        entry.timeoutTimer.cancel();
        long now = System.nanoTime();
        long late = now - entry.target.deadlineNanos();
        if (pauses.tooLate(late, entry.target.timeoutNanos())) {
            entry.target.cancel();
            pauses.late(late);
            spoilt(entry, Pauses.sentence(Duration.ofNanos(late)));
        } else {
            publish(entry, entry.target.expire(now));
        }
    }

    /** Ends all open rounds without a finding. */
    void voidAll(String why) {
        entries.values().stream().filter(entry -> entry.target.cancel()).forEach(entry -> spoilt(entry, why));
    }

    /** Our own fault, so the round is made up for, once; the next one may be an interval away. */
    private void spoilt(Entry entry, String why) {
        publish(entry, new ProbeOutcome.Broken(why));
        if (!entry.askedAgain) {
            entry.askedAgain = true;
            ask(entry);
        }
    }

    void echoed(IpAddress from, long sentNanos, long nowNanos) {
        Entry entry = entries.get(from);
        if (entry != null) {
            publishNews(entry, entry.target.echoed(sentNanos, nowNanos));
        }
    }

    /** What an ARP reply or neighbour advertisement means; news is published here. */
    Heard spoken(IpAddress about, String linkName, MacAddress mac, long nowNanos) {
        Entry entry = entries.get(about);
        if (entry == null || !entry.target.target().linkName().equals(Optional.of(linkName))) {
            return Heard.NOTHING;
        }
        Heard heard = entry.target.spoken(mac, nowNanos);
        publishNews(entry, heard);
        return heard;
    }

    private void publishNews(Entry entry, Heard heard) {
        if (heard instanceof Heard.News news) {
            entry.timeoutTimer.cancel();
            publish(entry, news.reply());
        }
    }

    private void publish(Entry entry, ProbeOutcome outcome) {
        results.accept(new ProbeResult(entry.target.target().question(), outcome, entry.lateNanos, true));
        entry.lateNanos = ProbeResult.TOLD;
    }

    Optional<SteadyTarget> target(IpAddress address) {
        return Optional.ofNullable(entries.get(address)).map(entry -> entry.target);
    }

    void stop() {
        entries.values().forEach(SteadyProber::stop);
        entries = new HashMap<>();
        hosts = List.of();
    }

    private static void stop(Entry entry) {
        entry.roundTimer.cancel();
        entry.timeoutTimer.cancel();
    }
}
