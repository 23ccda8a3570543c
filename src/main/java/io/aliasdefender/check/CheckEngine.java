package io.aliasdefender.check;

import io.aliasdefender.check.CheckState.Verdict;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.Wording;
import io.aliasdefender.core.fit.Fitness;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.payload.AliasFitness;
import io.aliasdefender.payload.CheckSpec;
import io.aliasdefender.payload.ChecksView;
import io.aliasdefender.payload.ChecksView.CheckView;
import io.aliasdefender.payload.FailingCheck;
import io.aliasdefender.payload.FailingChecks;
import io.aliasdefender.payload.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;

/**
 * All checks of this host, and what they mean for its aliases. Knows neither Vert.x's bus nor the system's clock; one thread
 * only.
 */
final class CheckEngine {
    private final Timers timers;
    private final Maker maker;
    private final LongUnaryOperator random;
    private final Consumer<AliasFitness> fitness;
    private final Consumer<FailingChecks> failing;
    private final Consumer<Report> reports;
    private final Map<String, RunningCheck> running = new LinkedHashMap<>();
    private Map<IpAddress, List<String>> aliases = Map.of();
    /** What was told of each alias: whether it is fit, and by which checks. */
    private final Map<IpAddress, Told> told = new LinkedHashMap<>();

    private FailingChecks failingTold = FailingChecks.NONE;

    private record Told(Known fit, Set<String> failing) {}

    /** Makes what looks at the thing of a check. */
    @FunctionalInterface
    interface Maker {
        /** @param changed looks again at once */
        Check make(CheckSpec spec, Runnable changed);
    }

    /**
     * @param random a number from 0 to below the given one
     * @param fitness told of each alias with checks when it is configured, and whenever that changes
     * @param failing told which checks fail whenever that changes, or how they do; before the fitness that follows of it
     */
    CheckEngine(
            Timers timers,
            Maker maker,
            LongUnaryOperator random,
            Consumer<AliasFitness> fitness,
            Consumer<FailingChecks> failing,
            Consumer<Report> reports) {
        this.timers = timers;
        this.maker = maker;
        this.random = random;
        this.fitness = fitness;
        this.failing = failing;
        this.reports = reports;
    }

    /**
     * What is to be looked at from now on. A check that is the same goes on; of one that looks at the same thing at other
     * times it is still known how it was.
     *
     * @param needs the checks of each alias that has some
     */
    void configure(List<CheckSpec> specs, Map<IpAddress, List<String>> needs) {
        Map<String, RunningCheck> before = new LinkedHashMap<>(running);
        running.clear();
        List<RunningCheck> begun = new ArrayList<>();
        for (CheckSpec spec : specs) {
            RunningCheck old = before.get(spec.name());
            if (old != null && old.spec().equals(spec)) {
                running.put(spec.name(), before.remove(spec.name()));
            } else {
                RunningCheck check = make(spec, old);
                running.put(spec.name(), check);
                begun.add(check);
            }
        }
        before.values().forEach(RunningCheck::close);
        Set<IpAddress> freed = new LinkedHashSet<>(aliases.keySet());
        freed.removeAll(needs.keySet());
        freed.forEach(alias -> {
            told.remove(alias);
            fitness.accept(new AliasFitness(alias, Fitness.FIT));
        });
        aliases = new LinkedHashMap<>(needs);
        tellFailing();
        aliases.keySet().forEach(this::tell);
        begun.forEach(RunningCheck::begin);
    }

    private RunningCheck make(CheckSpec spec, RunningCheck before) {
        CheckState state = before != null && before.spec().kind().equals(spec.kind())
                ? before.state()
                : CheckState.unknown(timers.nanoTime());
        // Nothing is noticed before the check runs, which is when the map has it.
        Check check = maker.make(spec, () -> {
            RunningCheck now = running.get(spec.name());
            if (now != null) {
                now.lookNow();
            }
        });
        return new RunningCheck(spec, check, state, timers, random, (earlier, later) -> looked(spec, earlier, later));
    }

    private void looked(CheckSpec spec, CheckState before, CheckState after) {
        if (before.verdict() == after.verdict()) {
            if (after.verdict() == Verdict.FAILING && !after.sentence().equals(before.sentence())) {
                tellFailing();
            }
            return;
        }
        tellFailing();
        if (after.verdict() == Verdict.FAILING) {
            reports.accept(Report.of("check-failing", Level.WARNING, failing(spec, after)));
        } else if (before.verdict() == Verdict.FAILING) {
            Duration length = Duration.ofNanos(after.sinceNanos() - before.sinceNanos());
            reports.accept(Report.of(
                    "check-passing",
                    Level.INFO,
                    "check " + spec.name() + " passes again after " + Wording.of(length) + " (" + after.sentence()
                            + ")"));
        }
        aliases.forEach((alias, names) -> {
            if (names.contains(spec.name())) {
                tellChange(alias);
            }
        });
    }

    private String failing(CheckSpec spec, CheckState state) {
        String needed = aliases.entrySet().stream()
                .filter(alias -> alias.getValue().contains(spec.name()))
                .map(alias -> alias.getKey().toString())
                .limit(10)
                .collect(Collectors.joining(", "));
        return "check " + spec.name() + " fails: " + state.sentence() + " ("
                + spec.kind().word() + " " + spec.kind().target() + "); this host is not fit for " + needed;
    }

    private void tellFailing() {
        FailingChecks now = FailingChecks.of(running.values().stream()
                .filter(check -> check.state().verdict() == Verdict.FAILING)
                .map(check -> new FailingCheck(
                        check.spec().name(),
                        check.state().sentence(),
                        check.state().sinceNanos()))
                .toList());
        if (!now.equals(failingTold)) {
            failingTold = now;
            failing.accept(now);
        }
    }

    private void tellChange(IpAddress alias) {
        if (!now(alias).equals(told.get(alias))) {
            tell(alias);
        }
    }

    private void tell(IpAddress alias) {
        Map<String, CheckState> states = states(alias);
        told.put(alias, now(alias));
        fitness.accept(new AliasFitness(alias, Fit.of(states), FailingCheck.blame(Fit.failing(states))));
    }

    /** Which checks fail is news; in which words they do is not. */
    private Told now(IpAddress alias) {
        Map<String, CheckState> states = states(alias);
        Set<String> failing = states.entrySet().stream()
                .filter(state -> state.getValue().verdict() == Verdict.FAILING)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return new Told(Fit.of(states).fit(), failing);
    }

    private Map<String, CheckState> states(IpAddress alias) {
        Map<String, CheckState> states = new LinkedHashMap<>();
        for (String name : aliases.get(alias)) {
            RunningCheck check = running.get(name);
            if (check != null) {
                states.put(name, check.state());
            }
        }
        return states;
    }

    void kernel(KernelView view) {
        List.copyOf(running.values()).forEach(check -> check.check().kernel(view));
    }

    ChecksView view() {
        long now = timers.nanoTime();
        Map<String, List<IpAddress>> needing = new LinkedHashMap<>();
        aliases.forEach((alias, names) -> names.forEach(name ->
                needing.computeIfAbsent(name, first -> new ArrayList<>()).add(alias)));
        return new ChecksView(
                now,
                running.values().stream()
                        .map(check ->
                                view(check, needing.getOrDefault(check.spec().name(), List.of()), now))
                        .toList());
    }

    private static CheckView view(RunningCheck check, List<IpAddress> needing, long now) {
        CheckSpec spec = check.spec();
        CheckState state = check.state();
        return new CheckView(
                spec.name(),
                spec.kind().word(),
                spec.kind().target(),
                state.verdict().toString(),
                state.sentence(),
                Duration.ofNanos(now - state.sinceNanos()),
                state.streak(),
                spec.every(),
                spec.timeout(),
                spec.fall(),
                spec.rise(),
                check.looks(),
                check.failures(),
                needing,
                check.recent());
    }

    void close() {
        running.values().forEach(RunningCheck::close);
        running.clear();
    }
}
