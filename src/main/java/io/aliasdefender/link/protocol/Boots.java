package io.aliasdefender.link.protocol;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The boots of the other host that are not the present one. A message of such a boot may be recorded: it counts only
 * when it proves that its sender hears us now, and so it is answered, which a recording cannot make use of.
 */
final class Boots {
    /** More than one, so that recordings of an earlier boot do not keep the present one from being answered. */
    private static final int MOST_CANDIDATES = 4;

    private static final int MOST_RETIRED = 8;

    private final Deque<Candidate> candidates = new ArrayDeque<>();
    private final Deque<Long> retired = new ArrayDeque<>();

    /**
     * A boot that may be a new one.
     *
     * @param sinceNanos when its first message came
     * @param heardNanos when its newest message came
     * @param answered whether that has been answered
     */
    record Candidate(long boot, long counter, long sinceNanos, long heardNanos, boolean answered) {
        Candidate afterAnswer() {
            return new Candidate(boot, counter, sinceNanos, heardNanos, true);
        }
    }

    /** Whether nothing of it is worth a look: it ended, or this message is not newer than what was heard of it. */
    boolean isOld(long boot, long counter) {
        return retired.contains(boot)
                || of(boot).filter(known -> counter <= known.counter()).isPresent();
    }

    private Optional<Candidate> of(long boot) {
        for (Candidate known : candidates) {
            if (known.boot() == boot) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    /** Remembers a message of it, to be answered. */
    void add(long boot, long counter, long nowNanos) {
        long since = of(boot).map(Candidate::sinceNanos).orElse(nowNanos);
        candidates.removeIf(known -> known.boot() == boot);
        if (candidates.size() == MOST_CANDIDATES) {
            candidates.removeFirst();
        }
        candidates.addLast(new Candidate(boot, counter, since, nowNanos, false));
    }

    /** Whether any of them is to be answered. */
    boolean due() {
        for (Candidate one : candidates) {
            if (!one.answered()) {
                return true;
            }
        }
        return false;
    }

    /** The one that has waited for the longest time for an answer, else any of them; it goes to the end. */
    Optional<Candidate> next() {
        Optional<Candidate> next = candidates.stream()
                .filter(one -> !one.answered())
                .findFirst()
                .or(() -> Optional.ofNullable(candidates.peekFirst()));
        next.ifPresent(one -> {
            candidates.remove(one);
            candidates.addLast(one.afterAnswer());
        });
        return next;
    }

    /** It proved itself. */
    void adopted(long boot) {
        candidates.removeIf(known -> known.boot() == boot);
    }

    /** Another one took its place: it never comes back. */
    void retire(long boot) {
        if (retired.size() == MOST_RETIRED) {
            retired.removeFirst();
        }
        retired.addLast(boot);
    }

    /** Whether one of them has been heard for longer than this, and still is: it had every occasion to prove itself. */
    boolean anyUnproved(long nowNanos, long freshNanos) {
        for (Candidate one : candidates) {
            if (nowNanos - one.heardNanos() <= freshNanos && nowNanos - one.sinceNanos() > freshNanos) {
                return true;
            }
        }
        return false;
    }

    /** When a message of any of them came last. */
    Optional<Long> heardNanos() {
        return candidates.stream().map(Candidate::heardNanos).max(Long::compare);
    }
}
