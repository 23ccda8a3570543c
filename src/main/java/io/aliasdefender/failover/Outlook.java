package io.aliasdefender.failover;

import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.payload.PhaseName;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** What the kernel of this host has, and what is asked of whom because of it. */
final class Outlook {
    private final Timers timers;
    private final PauseGuard guard;
    private final Roster roster;
    private final EvidenceByLink evidenceByLink;
    private final Decider decider;
    private final FailoverEngine.Output output;
    private final Supplier<Duration> now;
    private final KernelNews news = new KernelNews();
    private KernelView kernel = KernelView.EMPTY;
    private Settings settings;
    private Optional<ProbePlan> plan = Optional.empty();
    /** A new plan is about to be made. */
    private boolean replanning;

    Outlook(
            Timers timers,
            PauseGuard guard,
            Roster roster,
            EvidenceByLink evidenceByLink,
            Decider decider,
            FailoverEngine.Output output,
            Supplier<Duration> now) {
        this.timers = timers;
        this.guard = guard;
        this.roster = roster;
        this.evidenceByLink = evidenceByLink;
        this.decider = decider;
        this.output = output;
        this.now = now;
    }

    KernelView kernel() {
        return kernel;
    }

    /** The kernel has something else now. */
    void kernelChanged(KernelView view, Settings present) {
        settings = present;
        update(view, kernel);
    }

    /** The same kernel, for other aliases. */
    void settingsChanged(Settings present) {
        settings = present;
        update(kernel, KernelView.EMPTY);
    }

    /** Something was decided about an alias that is in the configuration. */
    void decided(Defended defended) {
        if (defended.takes() != defended.askedToTake && settings != null && !replanning) {
            replanning = true;
            timers.soon(() -> {
                replanning = false;
                guard.check();
                replan();
            });
        }
    }

    /** @param before what is not different from this need not be looked at again */
    private void update(KernelView view, KernelView before) {
        kernel = view;
        evidenceByLink.kernelChanged(kernel, roster.families(), now.get());
        for (LinkFamily family : roster.families()) {
            evidenceByLink.witnesses(family, Topology.witnesses(kernel, settings, family));
        }
        if (plan.isEmpty()) {
            // The prober must know its targets before the first burst.
            replan();
        }
        // What was claimed is announced first; everything else can wait for a few milliseconds.
        boolean sameLinks = view.links().equals(before.links());
        for (Defended defended : roster.all()) {
            IpAddress address = defended.address();
            boolean same = sameLinks && view.carried(address).equals(before.carried(address));
            if (!same || defended.state.observed().isEmpty()) {
                observe(defended);
            }
        }
        if (!view.sameWays(before)) {
            replan();
        }
        news.reports(kernel, settings.aliases()).forEach(output::report);
    }

    private void observe(Defended defended) {
        Input.Observed observed = Topology.observe(kernel, defended.spec.placement());
        boolean waiting = PhaseName.of(defended.state.phase()) == PhaseName.STARTING
                && defended.state.observed().isEmpty()
                && !observed.linkUsable()
                && !observed.present()
                && observed.strayAddresses().isEmpty();
        // What it begins with is not known before its interface is there.
        if (!waiting && !defended.state.observed().equals(Optional.of(observed))) {
            decider.feed(defended, observed);
        }
    }

    private void replan() {
        Watchlist watchlist = Topology.watchlist(
                kernel,
                settings,
                evidenceByLink.witnesses(),
                alias -> roster.find(alias).filter(this::asksToTake).isPresent());
        evidenceByLink.asksOnly(watchlist);
        if (!plan.equals(Optional.of(watchlist.plan()))) {
            plan = Optional.of(watchlist.plan());
            output.plan(watchlist.plan());
        }
    }

    private boolean asksToTake(Defended defended) {
        defended.askedToTake = defended.takes();
        return defended.askedToTake;
    }
}
