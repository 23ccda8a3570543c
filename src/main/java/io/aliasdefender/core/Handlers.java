package io.aliasdefender.core;

import io.aliasdefender.core.Input.Grouped;
import io.aliasdefender.core.Input.Observed;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.Phase.Claiming;
import io.aliasdefender.core.Phase.Confirming;
import io.aliasdefender.core.Phase.HandingOver;
import io.aliasdefender.core.Phase.Holding;
import io.aliasdefender.core.Phase.Ready;
import io.aliasdefender.core.Phase.Releasing;
import io.aliasdefender.core.Phase.Restoring;
import io.aliasdefender.core.Phase.StandingAside;
import io.aliasdefender.core.Phase.Starting;
import io.aliasdefender.core.Phase.Stopped;
import io.aliasdefender.core.Phase.Suspended;
import io.aliasdefender.core.Phase.Vacant;
import io.aliasdefender.core.Phase.Watching;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.ReachResult;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Policy.OnFailure;
import io.aliasdefender.core.spec.Policy.OnStop;
import io.aliasdefender.core.told.Word;
import java.time.Duration;
import java.util.Optional;

/** Finds the handler of the phase, and its method for the input. */
final class Handlers implements Phase.Visitor<Void> {
    private static final Handler<Starting> STARTING = new StartingHandler();
    private static final Handler<Watching> WATCHING = new WatchingHandler();
    private static final Handler<Confirming> CONFIRMING = new ConfirmingHandler();
    private static final Handler<Vacant> VACANT = new VacantHandler();
    private static final Handler<Ready> READY = new ReadyHandler();
    private static final Handler<Claiming> CLAIMING = new ClaimingHandler();
    private static final Handler<Holding> HOLDING = new HoldingHandler();
    private static final Handler<HandingOver> HANDING_OVER = new HandingOverHandler();
    private static final Handler<Restoring> RESTORING = new RestoringHandler();
    private static final Handler<Releasing> RELEASING = new ReleasingHandler();
    private static final Handler<StandingAside> STANDING_ASIDE = new StandingAsideHandler();
    private static final Handler<Suspended> SUSPENDED = new SuspendedHandler();
    private static final Handler<Stopped> STOPPED = new StoppedHandler();

    private final Step step;
    private final Input input;

    private Handlers(Step step, Input input) {
        this.step = step;
        this.input = input;
    }

    static void handle(Step step, Input input) {
        step.filtering = step.filtering.at(step.now, step.present());
        boolean follows = step.spec.policy().onFailure() == OnFailure.RELEASE && step.present();
        step.fitness = step.fitness.at(step.evidence.fitness().fit(), step.now, follows);
        Leasing.enforce(step);
        step.phase().accept(new Handlers(step, input));
        Leasing.enforce(step);
        Leasing.extend(step);
    }

    private <P extends Phase> Void by(Handler<P> handler, P phase) {
        input.accept(new Dispatch<>(step, handler, phase));
        return null;
    }

    @Override
    public Void starting(Starting phase) {
        return by(STARTING, phase);
    }

    @Override
    public Void watching(Watching phase) {
        return by(WATCHING, phase);
    }

    @Override
    public Void confirming(Confirming phase) {
        return by(CONFIRMING, phase);
    }

    @Override
    public Void vacant(Vacant phase) {
        return by(VACANT, phase);
    }

    @Override
    public Void ready(Ready phase) {
        return by(READY, phase);
    }

    @Override
    public Void claiming(Claiming phase) {
        return by(CLAIMING, phase);
    }

    @Override
    public Void holding(Holding phase) {
        return by(HOLDING, phase);
    }

    @Override
    public Void handingOver(HandingOver phase) {
        return by(HANDING_OVER, phase);
    }

    @Override
    public Void restoring(Restoring phase) {
        return by(RESTORING, phase);
    }

    @Override
    public Void releasing(Releasing phase) {
        return by(RELEASING, phase);
    }

    @Override
    public Void standingAside(StandingAside phase) {
        return by(STANDING_ASIDE, phase);
    }

    @Override
    public Void suspended(Suspended phase) {
        return by(SUSPENDED, phase);
    }

    @Override
    public Void stopped(Stopped phase) {
        return by(STOPPED, phase);
    }

    private record Dispatch<P extends Phase>(Step step, Handler<P> handler, P phase) implements Input.Visitor {
        @Override
        public void tick() {
            handler.tick(step, phase);
        }

        @Override
        public void probed(ProbeOutcome outcome, boolean round) {
            handler.probed(step, phase, outcome, round);
        }

        @Override
        public void burstEnded(BurstResult result) {
            // A burst on another link was asked for before the configuration moved the alias.
            if (result.linkName().equals(step.spec.placement().interfaceName())) {
                handler.burstEnded(step, phase, result);
            }
        }

        @Override
        public void reachChecked(ReachResult result) {
            if (result.linkName().equals(step.spec.placement().interfaceName())) {
                handler.reachChecked(step, phase, result);
            }
        }

        @Override
        public void sighted(MacAddress mac, Sighting.Kind kind) {
            switch (kind) {
                case REPLY, ANNOUNCEMENT, USE, PROBE, WATCH -> step.wantsIt(mac);
                // Any client asks for it.
                case REQUEST, FAREWELL -> {}
            }
            handler.sighted(step, phase, mac, kind);
        }

        @Override
        public void observed(Observed observed) {
            boolean linkCameUp = observed.linkUsable() && !step.linkUsable();
            step.linkAddressChanged = step.observed
                    .map(Observed::linkAddress)
                    .filter(before -> before.bits() != 0
                            && observed.linkAddress().bits() != 0
                            && !before.equals(observed.linkAddress()))
                    .isPresent();
            step.observed = Optional.of(observed);
            if (observed.endless()) {
                // Whatever the kernel was told: something else may have added it, or changed it.
                step.kernelTime = Optional.empty();
            }
            StrayAddresses.seen(step);
            handler.observed(step, phase, linkCameUp);
        }

        @Override
        public void applied(AddressAction action, CommandResult result) {
            if (result instanceof CommandResult.Done) {
                action.lifetime().ifPresent(given -> step.kernelTime = step.kernelTime.map(time -> time.atMost(given)));
            }
            handler.applied(step, phase, action, result);
        }

        @Override
        public void stalled(Duration length) {
            handler.stalled(step, phase, length);
        }

        @Override
        public void ordered(Order order, Optional<Node> to) {
            switch (order) {
                case ADD -> handler.add(step, phase);
                case REMOVE -> handler.remove(step, phase);
                case MOVE -> handler.handOver(step, phase, to, "an operator moves it");
                case SUSPEND -> handler.suspend(step, phase);
                case RESUME -> handler.resume(step, phase);
                case STOP -> {
                    if (step.spec.policy().onStop() == OnStop.KEEP) {
                        handler.keep(step, phase, "on-stop: keep");
                    } else {
                        handler.end(step, phase, "the defender stops");
                    }
                }
                case LEAVE -> handler.keep(step, phase, "the next defender adopts it");
                case RETIRE -> handler.end(step, phase, "it is no longer in the configuration");
            }
        }

        @Override
        public void grouped(Grouped order) {
            switch (order.call()) {
                case ASK -> handler.ask(step, phase);
                case CLAIM -> handler.claim(step, phase);
                case KEEP_BACK -> handler.keepBack(step, phase, order.because());
                case HAND_OVER -> handler.handOver(step, phase, order.to(), order.because());
                case RELEASE -> handler.release(step, phase, order.because());
            }
        }

        @Override
        public void linked(Node node, Word word) {
            boolean checked = !step.spec.checks().isEmpty();
            step.fitness = step.fitness.heard(node, word.said().service(), checked, step.now);
            handler.linked(step, phase, node, word);
        }

        @Override
        public void announced() {
            handler.announced(step, phase);
        }

        @Override
        public void fitnessChanged() {
            handler.fitnessChanged(step, phase);
        }

        /** Only another placement touches the address; ranks and policies count from the next decision on. */
        @Override
        public void reconfigured(AliasSpec before) {
            if (!before.placement().equals(step.spec.placement())) {
                // What the kernel was seen to have is about the old placement.
                step.observed = Optional.empty();
                step.filtering = Filtering.NONE;
                handler.moved(step, phase, before);
            }
        }
    }
}
