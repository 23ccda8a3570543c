package io.aliasdefender.sim;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A scenario as it was read: who takes part, how it is configured, and what happens in which order. */
final class Scenario {
    final String file;
    final List<String> hosts = new ArrayList<>();
    /** Each alias, with its own order of hosts if it has one. */
    final Map<IpAddress, List<String>> aliases = new LinkedHashMap<>();

    final List<Step> steps = new ArrayList<>();
    boolean grouped;
    int links = 1;
    /** The link of the aliases. */
    int home;

    boolean linkLocalRouters;
    /** How messages of the node link go; empty: the hosts have none. */
    final List<Datagrams.Way> ways = new ArrayList<>();

    Duration interval = Duration.ofSeconds(1);
    Optional<Optional<Duration>> grace = Optional.empty();
    Optional<Duration> failback = Optional.empty();
    Policy.OnStop onStop = Policy.OnStop.RELEASE;
    Policy.OnIsolation onIsolation = Policy.OnIsolation.HOLD;
    Policy.OnFailure onFailure = Policy.OnFailure.HAND_OVER;
    /** What a holder needs; empty: no lease. */
    Optional<Policy.Lease> lease = Optional.empty();
    /** The aliases have checks. */
    boolean checked;

    /** What a line makes of a run. */
    @FunctionalInterface
    interface Act {
        void play(ScenarioRun run);
    }

    /** @param text the line as it was written, for the story and for errors */
    record Step(int line, String text, Act act) {}

    Scenario(String file) {
        this.file = file;
    }

    /** The names of the links. */
    Set<String> linkNames() {
        return links == 1 ? Set.of("eth0") : Set.of("eth0", "eth1");
    }

    Policy policy() {
        return new Policy(
                interval,
                Policy.DEFAULT_CONFIRM_PROBES,
                Policy.autoSpacing(interval),
                grace.orElse(Optional.of(Policy.autoGrace(interval))),
                failback,
                onStop,
                onIsolation,
                Policy.Announce.DEFAULT,
                onFailure);
    }
}
