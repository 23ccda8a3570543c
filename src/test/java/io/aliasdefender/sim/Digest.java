package io.aliasdefender.sim;

import io.aliasdefender.core.Action;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Reason;
import io.aliasdefender.payload.PhaseName;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * All that is decided in a range of schedules, as one number. Whoever changes the simulator, or makes the program faster,
 * sees by it that nothing else has changed: two programs with the same number decided the same at the same times for the
 * same reasons, and their invariants judged as often.
 */
public final class Digest {
    private static final long FACTOR = 0x9e37_79b9_7f4a_7c15L;

    private long sum = FACTOR;

    private Digest() {}

    /** {@code [runs [first seed]]}. */
    public static void main(String[] arguments) {
        long runs = arguments.length > 0 ? Long.parseLong(arguments[0]) : 500;
        long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        System.out.printf(
                Locale.ROOT, "decisions of schedules %d to %d: %016x%n", first, first + runs - 1, of(first, runs));
    }

    /** Of so many schedules from the first one on; the same whatever runs beside, and in every process. */
    static long of(long first, long runs) {
        long[] each =
                LongStream.range(first, first + runs).parallel().map(Digest::of).toArray();
        Digest all = new Digest();
        Arrays.stream(each).forEach(all::add);
        return all.sum;
    }

    private static long of(long seed) {
        Digest digest = new Digest();
        try {
            Stats stats = Schedule.live(seed, Variant.REAL, LinkTrait.isOf(seed), digest::decided);
            digest.add(stats.events);
            digest.add(stats.lived);
            for (Invariant which : Invariant.values()) {
                digest.add(stats.judgements(which));
            }
        } catch (Broken broken) {
            digest.add(broken.getMessage());
        }
        return digest.sum;
    }

    /** No hash code of an enum or a set: they are others in each process. */
    private void decided(AliasLife life, Decided decided) {
        Decision decision = decided.decision();
        add(life.daemon.host.port);
        add(life.alias.index);
        add(life.daemon.site.world.now());
        add(decided.now().toNanos());
        add(decided.input().getClass().getSimpleName());
        add(PhaseName.of(decision.next().phase()).name().hashCode());
        add(decision.next().doubt().kind().name().hashCode());
        add(decision.next().why().sentence());
        add(decision.wakeAt().map(at -> at.toNanos()).orElse(-1L));
        for (Action action : decision.actions()) {
            add(DecisionLog.words(action));
        }
        for (Reason reason : decision.said()) {
            add(reason.cause().toString());
            add(reason.sentence());
        }
    }

    private void add(String text) {
        add(text.hashCode());
    }

    private void add(long number) {
        sum = (Long.rotateLeft(sum, 23) ^ number) * FACTOR;
    }
}
