package io.aliasdefender.failover;

import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.Group;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The groups of aliases on this host, each of which decides once for all of its aliases. */
final class Groups {
    private final Map<String, Kept> byName = new HashMap<>();
    private final Function<Defended, Evidence> heard;
    private final Fitnesses fitnesses;

    /** @param heard what is heard on an alias's link, and what its lease permits */
    Groups(Function<Defended, Evidence> heard, Fitnesses fitnesses) {
        this.heard = heard;
        this.fitnesses = fitnesses;
    }

    /** One group, and one of its aliases on whose link it is heard who is where. */
    static final class Kept extends Wakeable {
        private final Group group;
        private Defended member;

        private Kept(Group group, Defended member) {
            this.group = group;
            this.member = member;
        }

        Optional<Duration> wakeAt() {
            return group.wakeAt();
        }

        @Override
        void wake(Waker waker) {
            waker.group(this);
        }
    }

    /** What an alias is decided on: what is heard on its link, what the checks say, and how its group stands. */
    Evidence evidence(Defended defended) {
        Evidence evidence = heard.apply(defended).fit(fitnesses.of(defended));
        return of(defended)
                .map(kept -> evidence.inGroup(kept.group.view(defended.address())))
                .orElse(evidence);
    }

    /** The group that an alias reports to; empty: it moves on its own, or leaves the configuration. */
    Optional<Kept> of(Defended defended) {
        return defended.spec
                .group()
                .filter(name -> !defended.retiring)
                .map(name -> byName.computeIfAbsent(name, any -> new Kept(new Group(name), defended)));
    }

    /** The alias belongs to its group from now on. */
    void join(Defended defended) {
        fitnesses.join(defended);
        of(defended).ifPresent(kept -> kept.group.join(defended.spec, defended.state));
    }

    /** Something was decided about one of its aliases. */
    List<Group.Order> report(Kept kept, Defended defended, Duration now) {
        kept.member = defended;
        return kept.group.report(defended.spec, defended.state, heard.apply(defended), now);
    }

    /** Its deadline has come. */
    List<Group.Order> tick(Kept kept, Duration now) {
        return kept.group.tick(heard.apply(kept.member), now);
    }

    /** The alias is about to leave its group; to be called while it is still in it. */
    void forget(Defended defended) {
        fitnesses.forget(defended);
        of(defended).ifPresent(kept -> {
            kept.group.forget(defended.address());
            if (kept.group.isEmpty()) {
                kept.wakes = false;
                byName.remove(defended.spec.group().orElseThrow());
            }
        });
    }
}
