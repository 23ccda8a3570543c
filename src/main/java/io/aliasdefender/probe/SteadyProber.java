package io.aliasdefender.probe;

import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Question;
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
import java.util.Set;
import java.util.function.Consumer;

/** Asks every target of the plan once per interval, spread over the interval. */
final class SteadyProber {
    /** The first rounds after a plan come this close together, so that a start need not wait for an interval. */
    private static final long FIRST_ROUNDS_SPACING_NANOS = 1_000_000;

    /** Of many targets some share a place in the interval: what is sent together wakes the processor once. */
    private static final int MOST_PLACES = 50;

    private final Timers timers;
    private final Wire wire;
    private final Asker asker;
    private final PauseGuard guard;
    private final Consumer<ProbeResult> results;
    private Map<Question, SteadyEntry> entries = new LinkedHashMap<>();
    /** The same; mostly one for an address. */
    private Map<IpAddress, List<SteadyEntry>> byAddress = new HashMap<>();

    private final SteadyHosts hosts = new SteadyHosts();

    private boolean tellsOfLateness;
    private Surroundings surroundings = new Surroundings(KernelView.EMPTY, Set.of());

    SteadyProber(Timers timers, Wire wire, Asker asker, PauseGuard guard, Consumer<ProbeResult> results) {
        this.timers = timers;
        this.wire = wire;
        this.asker = asker;
        this.guard = guard;
        this.results = results;
    }

    void surroundings(Surroundings now) {
        surroundings = now;
    }

    /** Takes a new plan. A target that was there before keeps its place in the interval and what was measured. */
    void apply(ProbePlan plan) {
        long now = timers.nanoTime();
        Map<Question, SteadyEntry> before = entries;
        entries = new LinkedHashMap<>();
        byAddress = new HashMap<>();
        hosts.clear();
        List<SteadyEntry> added = new ArrayList<>();
        for (ProbeTarget definition : plan.targets()) {
            if (entries.containsKey(definition.question())) {
                continue;
            }
            SteadyEntry entry = before.remove(definition.question());
            if (entry == null) {
                entry = new SteadyEntry(definition, this::round, this::deadline, this::otherDeadline);
                added.add(entry);
            } else {
                redefine(entry, definition, now);
            }
            entries.put(definition.question(), entry);
            byAddress
                    .computeIfAbsent(definition.address(), address -> new ArrayList<>(1))
                    .add(entry);
            switch (definition.purpose()) {
                case HOST, WITNESS -> hosts.add(entry.target);
                case TAKE, SHOW, IDENTITY -> {}
            }
        }
        before.values().forEach(SteadyEntry::stop);
        // The hosts first: how long they need says how long to wait for an alias that nobody may have.
        added.sort(Comparator.comparing(entry -> entry.target.target().alias()));
        for (int i = 0; i < added.size(); i++) {
            beginAt(added.get(i), now, i, added.size());
        }
    }

    private void redefine(SteadyEntry entry, ProbeTarget definition, long now) {
        long before = entry.target.intervalNanos();
        entry.target.redefine(definition);
        long interval = entry.target.intervalNanos();
        if (interval < before && entry.nextRoundNanos - now > interval) {
            schedule(entry, now + interval);
        }
    }

    /** A first round soon, the others at the target's own place in the interval. */
    private void beginAt(SteadyEntry entry, long now, int position, int of) {
        long interval = entry.target.intervalNanos();
        long first = now + Math.min(FIRST_ROUNDS_SPACING_NANOS, interval / of) * position;
        entry.roundTimer = timers.at(first, guard.guarded(() -> {
            int places = Math.min(of, MOST_PLACES);
            long place = now + interval / places * ((long) position * places / of);
            schedule(entry, place - timers.nanoTime() > interval / 2 ? place : place + interval);
            ask(entry);
        }));
        entry.nextRoundNanos = first;
    }

    private void schedule(SteadyEntry entry, long atNanos) {
        entry.roundTimer.cancel();
        entry.nextRoundNanos = atNanos;
        entry.roundTimer = timers.at(atNanos, entry.round);
    }

    private void round(SteadyEntry entry) {
        guard.check();
        long late = timers.nanoTime() - entry.nextRoundNanos;
        // Rounds that were missed are not made up for; the place in the interval is kept.
        long interval = entry.target.intervalNanos();
        long intervals = Math.max(late, 0) / interval + 1;
        schedule(entry, entry.nextRoundNanos + intervals * interval);
        if (entry.target.waiting() && !halfDue(entry)) {
            // It was begun very late, or anew after a pause, and has hardly had time yet: this is its round.
            return;
        }
        conclude(entry);
        entry.askedAgain = false;
        entry.rounds++;
        entry.lateNanos = Math.max(late, 0);
        ask(entry);
    }

    /** Whether the open round has had half of its time: a timer that is a little late may cost some of it. */
    private boolean halfDue(SteadyEntry entry) {
        return entry.target.deadlineNanos() - timers.nanoTime() <= entry.target.timeoutNanos() / 2;
    }

    private void ask(SteadyEntry entry) {
        ProbeTarget definition = entry.target.target();
        // Before anything is sent: it reads what has come in, and an answer may come at once.
        if (definition.alias() && !entry.target.supposed()) {
            suppose(entry.target);
        }
        long now = timers.nanoTime();
        if (definition.alias()) {
            entry.target.proof().roundEnded(entry.target.answerer(), now);
        }
        boolean neighbourAlone = entry.target.leisurely(now) || entry.target.identity();
        Optional<String> problem = neighbourAlone
                ? asker.neighbour(definition.question(), definition.purpose(), entry.answerer())
                : Optional.empty();
        boolean both = !entry.target.identity() && (!neighbourAlone || problem.isPresent());
        if (both) {
            problem = askBoth(entry, entry.answerer());
        }
        if (problem.isPresent()) {
            publish(entry, new ProbeOutcome.Broken(problem.get()), true);
            return;
        }
        entry.target.begin(now);
        atDeadline(entry, both || entry.target.identity() ? entry.conclusion : entry.otherWay);
    }

    private Optional<String> askBoth(SteadyEntry entry, Optional<MacAddress> answerer) {
        if (!surroundings.carries(entry.target.target().address())) {
            // Else this host would answer itself, and is not asked.
            entry.target.proof().echoAsked();
        }
        entry.target.echoAsked(timers.nanoTime());
        ProbeTarget definition = entry.target.target();
        return asker.everyday(definition.question(), definition.purpose(), answerer);
    }

    /** Nobody may have an alias, and then there is nothing to wait for: hosts that have been heard tell how long. */
    private void suppose(SteadyTarget alias) {
        wire.drain();
        hosts.slowest().ifPresent(host -> alias.suppose(host.tailNanos()));
    }

    SteadyHosts hosts() {
        return hosts;
    }

    private void atDeadline(SteadyEntry entry, Runnable what) {
        entry.timeoutTimer.cancel();
        entry.timeoutTimer = timers.at(entry.target.deadlineNanos(), what);
    }

    private void deadline(SteadyEntry entry) {
        // After a pause the round was begun anew, with a new timer.
        if (!guard.check()) {
            conclude(entry);
        }
    }

    /** ARP or neighbour discovery was not answered in time. */
    private void otherDeadline(SteadyEntry entry) {
        if (guard.check()) {
            return;
        }
        wire.drain();
        if (!entry.target.waiting()) {
            return;
        }
        // On the link everybody is asked now: it may have moved.
        if (askBoth(entry, Optional.empty()).isPresent()) {
            conclude(entry);
            return;
        }
        entry.target.goOn(timers.nanoTime());
        atDeadline(entry, entry.conclusion);
    }

    private void conclude(SteadyEntry entry) {
        if (!entry.target.waiting()) {
            return;
        }
        wire.drain();
        if (!entry.target.waiting()) {
            return;
        }
        entry.timeoutTimer.cancel();
        long now = timers.nanoTime();
        long late = now - entry.target.deadlineNanos();
        if (guard.tooLate(late, entry.target.timeoutNanos())) {
            entry.target.cancel(now);
            tellsOfLateness = true;
            guard.late(late);
            tellsOfLateness = false;
            spoilt(entry, PauseGuard.sentence(Duration.ofNanos(late)));
            askAgain(entry);
        } else {
            publish(entry, entry.target.expire(now), true);
        }
    }

    /** Whether the pause that is being told is only the lateness of one conclusion. */
    boolean tellsOfLateness() {
        return tellsOfLateness;
    }

    /** Ends all open rounds without a finding. */
    void voidAll(String why) {
        long now = timers.nanoTime();
        for (SteadyEntry entry : List.copyOf(entries.values())) {
            if (entry.target.cancel(now)) {
                entry.timeoutTimer.cancel();
                spoilt(entry, why);
            }
        }
    }

    /** Makes up for the rounds that were voided. */
    void askAgain() {
        for (SteadyEntry entry : List.copyOf(entries.values())) {
            askAgain(entry);
        }
    }

    /** Our own fault, so the round is made up for, once; the next one may be an interval away. */
    private void spoilt(SteadyEntry entry, String why) {
        entry.toAskAgain = !entry.askedAgain;
        publish(entry, new ProbeOutcome.Broken(why), !entry.toAskAgain);
    }

    private void askAgain(SteadyEntry entry) {
        if (entry.toAskAgain) {
            entry.toAskAgain = false;
            entry.askedAgain = true;
            ask(entry);
        }
    }

    /** @param scope the index of the interface over which it was asked, where that was named, else 0 */
    void echoed(IpAddress from, int scope, long sentNanos, long nowNanos) {
        List<SteadyEntry> asked = byAddress.get(from);
        if (asked == null) {
            return;
        }
        // Not by an iterator: whoever is told may change the plan.
        for (int i = 0; i < asked.size(); i++) {
            SteadyEntry entry = asked.get(i);
            Optional<String> linkName = entry.target.target().linkName();
            if (scope == 0 || linkName.isPresent() && surroundings.isLink(linkName.get(), scope)) {
                publishNews(entry, entry.target.echoed(sentNanos, nowNanos));
            }
        }
    }

    /** The host with this link-layer address has spoken about the alias of its own accord: it is alive. */
    void aliveOnLink(Question alias, MacAddress mac) {
        SteadyEntry entry = entries.get(alias);
        if (entry != null) {
            entry.target.proof().seen(mac, timers.nanoTime());
        }
    }

    /** Whether whoever answers for an alias by ARP or neighbour discovery alone does so for a host that is dead. */
    boolean answersForTheDead(Question alias, MacAddress mac) {
        SteadyEntry entry = entries.get(alias);
        return entry != null && entry.target.proof().isAnotherOnesWord(mac);
    }

    /** What an ARP reply or neighbour advertisement means; news is published here. */
    Heard spoken(Question about, MacAddress mac, long nowNanos) {
        SteadyEntry entry = entries.get(about);
        if (entry == null) {
            return Heard.NOTHING;
        }
        Heard heard = entry.target.spoken(mac, nowNanos);
        publishNews(entry, heard);
        return heard;
    }

    private void publishNews(SteadyEntry entry, Heard heard) {
        if (heard instanceof Heard.News news) {
            entry.timeoutTimer.cancel();
            publish(entry, news.reply(), news.endsRound());
        }
    }

    private void publish(SteadyEntry entry, ProbeOutcome outcome, boolean endsRound) {
        long lateNanos = entry.lateNanos;
        entry.lateNanos = ProbeResult.TOLD;
        results.accept(new ProbeResult(entry.target.target().question(), outcome, lateNanos, endsRound));
    }

    /** Whether the answer to a question from nowhere of this round can come now. */
    boolean listensFromNowhere(Question question, long nowNanos) {
        SteadyEntry entry = entries.get(question);
        if (entry == null || !entry.target.listening(nowNanos)) {
            return false;
        }
        Optional<Link> link = question.linkName().flatMap(surroundings::link);
        return entry.target.identity()
                || link.isPresent()
                        && surroundings.source(link.get(), question.address()).isEmpty();
    }

    Optional<SteadyTarget> target(Question question) {
        SteadyEntry entry = entries.get(question);
        return entry == null ? Optional.empty() : Optional.of(entry.target);
    }

    void stop() {
        entries.values().forEach(SteadyEntry::stop);
        entries = new LinkedHashMap<>();
        byAddress = new HashMap<>();
        hosts.clear();
    }
}
