package io.aliasdefender.probe;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.ProbeTarget;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks for the bursts. Many of them begin together, and all ask the same router: once is enough for all. */
final class BurstAsker {
    private final Timers timers;
    private final Asker asker;
    private final Map<Question, Long> hostAskedNanos = new HashMap<>();
    private Surroundings surroundings = new Surroundings(KernelView.EMPTY, Set.of());

    BurstAsker(Timers timers, Asker asker) {
        this.timers = timers;
        this.asker = asker;
    }

    void surroundings(Surroundings now) {
        surroundings = now;
    }

    /** When a host was last asked on a link, by whomever; meaningless for an alias. */
    long askedNanos(IpAddress host, String linkName) {
        return asker.askedNanos(Question.on(linkName, host));
    }

    /** No question is under way any more. */
    void forget() {
        hostAskedNanos.clear();
    }

    /** Asks the alias or a host of a burst, in the form that tells most about the burst's link. */
    void ask(Burst burst, IpAddress address) {
        BurstRequest request = burst.request();
        long now = timers.nanoTime();
        if (address.equals(request.alias())) {
            note(burst, address, asker.claim(address, request.linkName()), now);
            return;
        }
        boolean onLink = surroundings.onLink(request.linkName(), address);
        boolean elsewhere = !onLink && surroundings.onSomeLink(address);
        Question question = Question.on(request.linkName(), address);
        Long asked = hostAskedNanos.get(question);
        if (asked != null && now - asked < burst.spacingNanos() / 2) {
            // Another burst's probe is under way, and its answer is for all.
            burst.asked(address, asked);
            return;
        }
        Optional<String> problem = ask(question, onLink, elsewhere);
        if (problem.isEmpty()) {
            hostAskedNanos.put(question, now);
        }
        note(burst, address, problem, now);
    }

    private Optional<String> ask(Question question, boolean onLink, boolean elsewhere) {
        if (onLink) {
            return asker.everyday(question, ProbeTarget.Purpose.HOST, Optional.empty());
        }
        return elsewhere ? asker.strayHost(question) : asker.farHost(question);
    }

    private static void note(Burst burst, IpAddress address, Optional<String> problem, long nowNanos) {
        if (problem.isEmpty()) {
            burst.asked(address, nowNanos);
        } else {
            burst.notAsked(address);
        }
    }
}
