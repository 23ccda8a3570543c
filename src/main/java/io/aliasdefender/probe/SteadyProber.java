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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Asks every target of the plan once per interval, spread over the interval. */
final class SteadyProber {
    private final Timers timers;
    private final Wire wire;
    private final Asker asker;
    private final PauseGuard guard;
    private final Consumer<ProbeResult> results;
    private final SteadyEntries entries = new SteadyEntries();
    private final SteadySchedule schedule;

    private boolean tellsOfLateness;
    private Surroundings surroundings = new Surroundings(KernelView.EMPTY, Set.of());

    SteadyProber(Timers timers, Wire wire, Asker asker, PauseGuard guard, Consumer<ProbeResult> results) {
        this.timers = timers;
        this.wire = wire;
        this.asker = asker;
        this.guard = guard;
        this.results = results;
        schedule = new SteadySchedule(timers, guard, this::ask);
    }

    void surroundings(Surroundings now) {
        surroundings = now;
    }

    /** Takes a new plan. A target that was there before keeps its place in the interval and what was measured. */
    void apply(ProbePlan plan) {
        schedule.begin(entries.apply(
                plan,
                definition -> new SteadyEntry(definition, this::round, this::deadline, this::otherDeadline),
                schedule::redefine));
    }

    private void round(SteadyEntry entry) {
        guard.check();
        long late = schedule.next(entry);
        if (entry.target.waiting() && !halfDue(entry)) {
            // It was begun very late, or anew after a pause, and has hardly had time yet: this is its round.
            return;
        }
        conclude(entry);
        entry.askedAgain = false;
        entry.rounds++;
        entry.lateNanos = late;
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
        boolean neighbourAlone = entry.target.mayAskOneWayAtATime(now) || entry.target.identity();
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
        entries.hosts().slowest().ifPresent(host -> alias.suppose(host.tailNanos()));
    }

    SteadyHosts hosts() {
        return entries.hosts();
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
        if (guard.check() || !isStillOpenWhenAllIsRead(entry)) {
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

    /** Whether the round that is open is still open after reading: a pause that is noticed there begins it anew. */
    private boolean isStillOpenWhenAllIsRead(SteadyEntry entry) {
        long deadline = entry.target.deadlineNanos();
        wire.drain();
        return entry.target.waiting() && entry.target.deadlineNanos() == deadline;
    }

    private void conclude(SteadyEntry entry) {
        if (!entry.target.waiting() || !isStillOpenWhenAllIsRead(entry)) {
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
        for (SteadyEntry entry : entries.all()) {
            if (entry.target.cancel(now)) {
                entry.timeoutTimer.cancel();
                spoilt(entry, why);
            }
        }
    }

    /** Makes up for the rounds that were voided. */
    void askAgain() {
        for (SteadyEntry entry : entries.all()) {
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
        List<SteadyEntry> asked = entries.at(from);
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
        entries.find(alias).ifPresent(entry -> entry.target.proof().seen(mac, timers.nanoTime()));
    }

    /** Whether whoever answers for an alias by ARP or neighbour discovery alone does so for a host that is dead. */
    boolean answersForTheDead(Question alias, MacAddress mac) {
        return entries.find(alias)
                .filter(entry -> entry.target.proof().isAnotherOnesWord(mac))
                .isPresent();
    }

    /** What an ARP reply or neighbour advertisement means; news is published here. */
    Heard spoken(Question about, MacAddress mac, long nowNanos) {
        Optional<SteadyEntry> asked = entries.find(about);
        if (asked.isEmpty()) {
            return Heard.NOTHING;
        }
        SteadyEntry entry = asked.get();
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
        Optional<SteadyTarget> asked = target(question).filter(target -> target.listening(nowNanos));
        if (asked.isEmpty()) {
            return false;
        }
        Optional<Link> link = question.linkName().flatMap(surroundings::link);
        return asked.get().identity()
                || link.isPresent()
                        && surroundings.source(link.get(), question.address()).isEmpty();
    }

    Optional<SteadyTarget> target(Question question) {
        return entries.find(question).map(entry -> entry.target);
    }

    void stop() {
        entries.stop();
    }
}
