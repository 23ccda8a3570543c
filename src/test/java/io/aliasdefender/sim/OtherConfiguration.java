package io.aliasdefender.sim;

import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Configurations that reach one host after the other. */
final class OtherConfiguration {
    private static final long RELOAD_WITHIN = 150_000_000;

    private OtherConfiguration() {}

    static void policy(Schedule life) {
        Policy old = life.site.aliases.get(0).policy;
        Optional<Duration> failback = old.failback().isPresent()
                ? Optional.empty()
                : Optional.of(old.interval().multipliedBy(5));
        Policy next = new Policy(
                old.interval(),
                old.confirmProbes() + life.world.below(5),
                old.confirmSpacing(),
                old.grace(),
                failback,
                old.onStop(),
                old.onIsolation(),
                old.announce(),
                old.onFailure());
        life.site.aliases.forEach(alias -> alias.policy = next);
        life.trouble.reload(RELOAD_WITHIN);
    }

    static void ranking(Schedule life) {
        SimAlias alias = life.anyAlias();
        List<Node> ranking = new ArrayList<>(alias.ranking);
        Collections.swap(ranking, life.world.below(ranking.size()), life.world.below(ranking.size()));
        life.site.aliases.stream()
                .filter(other -> other == alias || other.group.isPresent() && other.group.equals(alias.group))
                .forEach(other -> other.ranking = List.copyOf(ranking));
        life.trouble.reload(RELOAD_WITHIN);
    }

    static void placement(Schedule life) {
        SimAlias alias = life.anyAlias();
        if (alias.group.isPresent()) {
            int placed = alias.placed;
            life.site.aliases.forEach(each -> each.placed = placed);
            life.site.aliases.forEach(SimAlias::move);
        } else {
            alias.move();
        }
        life.trouble.reload(RELOAD_WITHIN);
    }
}
