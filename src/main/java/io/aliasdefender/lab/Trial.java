package io.aliasdefender.lab;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** One run of one trouble, from a fresh state to the state in which everything is well again. */
final class Trial {
    private static final Duration AFTERWARDS = Duration.ofSeconds(1);
    /** Daemons that are cold, and rehearse what they are for, are no measure of those that have run for months. */
    /** An operator moves what has been there for long: the rehearsals of the daemons are over. */
    private static final Duration REHEARSED = Duration.ofSeconds(6);

    private static final Duration WARM = Duration.ofSeconds(3);

    private static final Duration NEIGHBOUR_LIMIT = Duration.ofSeconds(2);
    /** Whoever loses nothing is asked twice as often. */
    private static final Duration CLIENT_INTERVAL_LINKED = Duration.ofMillis(1);
    /** Where the client's time is not judged, several laboratories share the machine. */
    private static final Duration CLIENT_INTERVAL_UNTIMED = Duration.ofMillis(10);

    /** Of many laboratories side by side one boots at a time: many starting JVMs would time each other out. */
    private static final Object BOOT = new Object();

    private final Lab lab;
    private final List<Family> families;
    private final Duration interval;
    private final Duration lossLength;
    /** How long the pair has in the end; empty: as long as anything may take, and then the run has failed. */
    private final Optional<Duration> patience;

    /**
     * @param families whose aliases are defended
     * @param lossLength how long frames are lost in the troubles that are about it
     */
    Trial(Lab lab, List<Family> families, Duration interval, Duration lossLength) {
        this(lab, families, interval, lossLength, Optional.empty());
    }

    private Trial(Lab lab, List<Family> families, Duration interval, Duration lossLength, Optional<Duration> patience) {
        this.lab = lab;
        this.families = List.copyOf(families);
        this.interval = interval;
        this.lossLength = lossLength;
        this.patience = patience;
    }

    /**
     * One for a pair that may never get well: after this time what is wrong is among the outcome's wrong, and the
     * figures are those up to then.
     */
    Trial bearing(Duration time) {
        return new Trial(lab, families, interval, lossLength, Optional.of(time));
    }

    /** Does it; throws {@link LabException} when the pair did not get well. */
    Outcome run(Trouble trouble) {
        lab.reset();
        lab.configure(config(trouble));
        try (Ear ear = new Ear(lab.client());
                Traffic traffic = new Traffic(lab, families, clientInterval(trouble))) {
            Course course;
            if (trouble == Trouble.BOOT_TOGETHER) {
                course = Course.from(System.nanoTime());
                lab.startAll();
            } else {
                start(trouble, traffic);
                course = new TroubleInjector(lab, families, traffic, interval, limit(), lossLength).course(trouble);
            }
            Optional<String> unwell = awaitWell(traffic);
            Await.pause(interval.multipliedBy(3).plus(AFTERWARDS));
            return outcome(course, traffic, ear, unwell);
        } finally {
            // The laboratory may stand idle next, and must not disturb the others then.
            lab.hosts().forEach(LabHost::kill);
        }
    }

    /** Starts both and waits until they are settled, and then some: faults know nothing of the daemons' timers. */
    private void start(Trouble trouble, Traffic traffic) {
        boot(lab.web(1));
        for (Family family : families) {
            lab.timeline().awaitHolders(family.alias(), Set.of("web1"), limit());
        }
        boot(lab.web(2));
        for (Family family : families) {
            awaitSettled(lab.web(1), family.alias(), true);
            awaitSettled(lab.web(2), family.alias(), false);
        }
        if (trouble.linked()) {
            Linked.await(lab, 1, families.size(), limit());
        }
        traffic.awaitAnswers(limit());
        long phase = ThreadLocalRandom.current().nextLong(interval.toNanos());
        Await.pause(interval.multipliedBy(2)
                .plus(trouble.linked() ? REHEARSED : WARM)
                .plusNanos(phase));
    }

    static void boot(LabHost host) {
        synchronized (BOOT) {
            host.start();
            host.awaitReady();
        }
    }

    /** What is wrong when that is to be borne; empty: everything is well. */
    private Optional<String> awaitWell(Traffic traffic) {
        try {
            for (Family family : families) {
                Await.until(
                        patience.orElse(limit()),
                        () -> lab.timeline().holders(family.alias()).size() == 1,
                        () -> "one holder of " + family.alias() + ", not "
                                + lab.timeline().holders(family.alias()));
            }
            traffic.awaitAnswers(patience.orElse(limit()));
            return Optional.empty();
        } catch (LabException unwell) {
            if (patience.isEmpty()) {
                throw unwell;
            }
            return Optional.of(unwell.getMessage());
        }
    }

    private Outcome outcome(Course course, Traffic traffic, Ear ear, Optional<String> unwell) {
        Map<Family, Map<Figure, Long>> figures = new EnumMap<>(Family.class);
        List<String> wrong = new ArrayList<>(unwell.stream().toList());
        Duration clientPause = Duration.ZERO;
        for (Family family : families) {
            figures.put(family, course.figures(family, lab, traffic, ear));
            Duration pause = traffic.answers(family).longestPause(course.fromNanos(), System.nanoTime());
            clientPause = clientPause.compareTo(pause) > 0 ? clientPause : pause;
            // Without one holder there is no right entry.
            for (Station station : unwell.isPresent() ? List.<Station>of() : List.of(lab.client(), lab.router())) {
                wrongNeighbour(station, family.alias()).ifPresent(wrong::add);
            }
        }
        return new Outcome(figures, wrong, clientPause);
    }

    /** What a third host's neighbour table has when it does not become the holder's address in time. */
    private Optional<String> wrongNeighbour(Station station, IpAddress alias) {
        try {
            Await.until("", NEIGHBOUR_LIMIT, () -> macOfHolder(alias).equals(lab.neighbour(station, alias)));
            return Optional.empty();
        } catch (LabException wrong) {
            return Optional.of(station.name() + " has "
                    + lab.neighbour(station, alias).map(MacAddress::toString).orElse("nobody") + " for " + alias
                    + ", held by " + lab.timeline().holders(alias));
        }
    }

    /** Empty when there is not exactly one. */
    private Optional<MacAddress> macOfHolder(IpAddress alias) {
        Set<String> holders = lab.timeline().holders(alias);
        return lab.hosts().stream()
                .filter(host -> Set.of(host.name()).equals(holders))
                .map(host -> host.station().mac())
                .findFirst();
    }

    private void awaitSettled(LabHost host, IpAddress alias, boolean holding) {
        Await.until(
                limit(),
                () -> host.isSettled(alias, holding),
                () -> host + (holding ? " holds " : " watches ") + alias + "; it says: " + host.reason(alias));
    }

    private static Duration clientInterval(Trouble trouble) {
        if (trouble.linked()) {
            return CLIENT_INTERVAL_LINKED;
        }
        return trouble.timed() ? Client.INTERVAL : CLIENT_INTERVAL_UNTIMED;
    }

    private LabConfig config(Trouble trouble) {
        LabConfig config = LabConfig.every(interval)
                .defending(families.stream().map(Family::cidr).toArray(Cidr[]::new));
        if (!trouble.linked()) {
            return config;
        }
        LabConfig linked = Linked.config(lab, config);
        return trouble == Trouble.FAILBACK_LINKED ? linked.with("failback: 2s") : linked;
    }

    private Duration limit() {
        return Duration.ofSeconds(20).plus(interval.multipliedBy(10));
    }
}
