package io.aliasdefender.web;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Cause;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.Measured;
import io.aliasdefender.payload.Measured.Move;
import io.aliasdefender.payload.Measured.Told;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.ProbeSamples;
import io.aliasdefender.payload.ProbeSamples.Sample;
import io.aliasdefender.payload.Timings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts what happens, on the very loop on which it happens: a few additions for each probe, and nothing that another
 * thread could wait for. Whoever shows it asks for a copy. It has a timer only while somebody reads.
 */
public final class MeterVerticle extends VerticleBase {
    /** So often it is looked how late the loop is, and what was sampled is handed on. */
    private static final Duration PERIOD = Duration.ofMillis(100);
    /** Whoever asks for what was counted asks again; a scraper does so once in a minute at the least. */
    private static final Duration READ_FOR = Duration.ofMinutes(2);
    /** So many addresses are counted one by one; a page of metrics is to stay one that can be scraped. */
    static final int MAX_ADDRESSES = 256;

    private static final Set<String> MOVES = Set.of(
                    Cause.TOOK_OVER,
                    Cause.ADOPTED,
                    Cause.RESTORED,
                    Cause.RELEASED,
                    Cause.YIELDING,
                    Cause.FAILING_BACK,
                    Cause.LEAVING_FILTERED,
                    Cause.HANDED_OVER,
                    Cause.MOVED)
            .stream()
            .map(Cause::toString)
            .collect(Collectors.toSet());

    private static final class Rounds {
        private final Timings answered = new Timings();
        private long lost;
        private long broken;
        /** Since the last sample. */
        private int newLost;

        private int newBroken;
        private int newAnswers;
        private long longestNanos;

        Optional<Sample> sample(IpAddress address) {
            int rounds = newLost + newBroken + newAnswers;
            Optional<Sample> sample = rounds == 0
                    ? Optional.empty()
                    : Optional.of(new Sample(
                            address,
                            rounds,
                            newLost,
                            newBroken,
                            newAnswers == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(longestNanos))));
            beginSample();
            return sample;
        }

        void beginSample() {
            newLost = 0;
            newBroken = 0;
            newAnswers = 0;
            longestNanos = 0;
        }
    }

    private static final class Commands {
        private final Timings took = new Timings();
        private long failed;
        private long timedOut;
    }

    private final Map<IpAddress, Rounds> rounds = new HashMap<>();
    private final Rounds otherRounds = new Rounds();
    private final Map<AddressAction.Kind, Commands> commands = new EnumMap<>(AddressAction.Kind.class);
    private final Map<Move, Long> moves = new HashMap<>();
    private final Map<Told, Long> events = new HashMap<>();
    private final Timings probeLateness = new Timings();
    private final Timings lateness = new Timings();
    private Set<IpAddress> own = Set.of();
    private long stalls;
    private boolean samplesWanted;
    /** Empty: nobody has asked for what was counted. */
    private Optional<Long> askedNanos = Optional.empty();
    /** Empty: nobody reads. */
    private Optional<Long> timer = Optional.empty();

    private long lastLookNanos;

    @Override
    public Future<?> start() {
        Channels.PROBE_RESULT.listen(vertx, this::probed);
        Channels.PROBE_PLAN.listen(vertx, this::planned);
        Channels.KERNEL.listen(vertx, this::carried);
        Channels.ADDRESS_APPLIED.listen(vertx, this::applied);
        Channels.STALL.listen(vertx, stall -> stalls++);
        Channels.EVENT.listen(vertx, this::told);
        Channels.MEASURED.answer(vertx, asker -> Future.succeededFuture(asked()));
        Channels.SAMPLES_WANTED.listen(vertx, this::samplesWanted);
        return Future.succeededFuture();
    }

    private Measured asked() {
        askedNanos = Optional.of(System.nanoTime());
        lookOn();
        return now();
    }

    private void samplesWanted(boolean wanted) {
        samplesWanted = wanted;
        if (wanted) {
            // What was found before belongs to nobody's picture.
            rounds.values().forEach(Rounds::beginSample);
            lookOn();
        }
    }

    private void lookOn() {
        if (timer.isEmpty()) {
            lastLookNanos = System.nanoTime();
            timer = Optional.of(vertx.setPeriodic(PERIOD.toMillis(), tick -> measure()));
        }
    }

    /** Nobody else is to answer for what this host carries: silence there is no loss. */
    private void carried(KernelView view) {
        own = view.addresses().stream()
                .map(carried -> carried.address().address())
                .collect(Collectors.toSet());
    }

    private void probed(ProbeResult result) {
        if (result.lateNanos() != ProbeResult.TOLD) {
            probeLateness.add(result.lateNanos());
        }
        ProbeOutcome outcome = result.outcome();
        if (outcome instanceof ProbeOutcome.Silence
                && own.contains(result.question().address())) {
            return;
        }
        Rounds counted = rounds.get(result.question().address());
        if (counted == null) {
            counted = rounds.size() < MAX_ADDRESSES ? new Rounds() : otherRounds;
            if (counted != otherRounds) {
                rounds.put(result.question().address(), counted);
            }
        }
        if (outcome instanceof ProbeOutcome.Reply reply) {
            long nanos = reply.rtt().toNanos();
            counted.answered.add(nanos);
            counted.newAnswers++;
            counted.longestNanos = Math.max(counted.longestNanos, nanos);
        } else if (outcome instanceof ProbeOutcome.Silence) {
            counted.lost++;
            counted.newLost++;
        } else if (outcome instanceof ProbeOutcome.Broken) {
            counted.broken++;
            counted.newBroken++;
        }
    }

    /** Who is not asked any more makes room for others. */
    private void planned(ProbePlan plan) {
        Set<IpAddress> asked = new HashSet<>();
        plan.targets().forEach(target -> asked.add(target.address()));
        rounds.keySet().retainAll(asked);
    }

    private void applied(AddressApplied applied) {
        Commands counted = commands.computeIfAbsent(applied.action().kind(), kind -> new Commands());
        counted.took.add(applied.result().took().toNanos());
        if (applied.result() instanceof CommandResult.Failed) {
            counted.failed++;
        } else if (applied.result() instanceof CommandResult.TimedOut) {
            counted.timedOut++;
        }
    }

    private void told(Event event) {
        events.merge(new Told(event.cause(), event.level()), 1L, Long::sum);
        if (MOVES.contains(event.cause())) {
            event.alias().ifPresent(alias -> moves.merge(new Move(alias, event.cause()), 1L, Long::sum));
        }
    }

    private void measure() {
        long now = System.nanoTime();
        Duration span = Duration.ofNanos(now - lastLookNanos);
        lastLookNanos = now;
        lateness.add(Math.max(0, span.minus(PERIOD).toNanos()));
        if (samplesWanted) {
            sample(span);
        } else if (askedNanos.filter(asked -> now - asked < READ_FOR.toNanos()).isEmpty()) {
            timer.ifPresent(vertx::cancelTimer);
            timer = Optional.empty();
        }
    }

    private void sample(Duration span) {
        List<Sample> samples = new ArrayList<>();
        rounds.forEach((address, counted) -> counted.sample(address).ifPresent(samples::add));
        if (!samples.isEmpty()) {
            Channels.SAMPLES.publish(vertx, new ProbeSamples(span, samples));
        }
    }

    private Measured now() {
        Map<Optional<IpAddress>, Measured.Rounds> byAddress = new HashMap<>();
        rounds.forEach((address, counted) -> byAddress.put(Optional.of(address), copy(counted)));
        byAddress.put(Optional.empty(), copy(otherRounds));
        Map<AddressAction.Kind, Measured.Commands> byKind = new EnumMap<>(AddressAction.Kind.class);
        for (AddressAction.Kind kind : AddressAction.Kind.values()) {
            Commands counted = commands.getOrDefault(kind, new Commands());
            byKind.put(kind, new Measured.Commands(counted.failed, counted.timedOut, counted.took.now()));
        }
        return new Measured(byAddress, byKind, probeLateness.now(), lateness.now(), stalls, moves, events);
    }

    private static Measured.Rounds copy(Rounds counted) {
        return new Measured.Rounds(counted.lost, counted.broken, counted.answered.now());
    }
}
