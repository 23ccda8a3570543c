package io.aliasdefender.sim;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One run of a scenario, with chance drawn from a seed. Times in nanoseconds. */
final class ScenarioRun {
    static final Set<String> STATIONS = Set.of("router", "client", "stranger");
    private static final long MS = 1_000_000;

    final Site site;
    final Trouble trouble;
    final Chatter chatter;
    private final World world;
    private final List<Said> said = new ArrayList<>();
    /** When something was last done. */
    private long doneAt;

    private record Said(long at, SimHost host, String sentence) {}

    /** What was expected did not happen. */
    static final class Unexpected extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unexpected(String what) {
            super(what, null, false, false);
        }
    }

    ScenarioRun(Scenario scenario, long seed) {
        this(scenario, seed, Variant.REAL, true);
    }

    /** @param told whether the story is kept */
    ScenarioRun(Scenario scenario, long seed, Variant variant, boolean told) {
        world = new World(seed, told);
        long interval = scenario.interval.toNanos();
        // As in a schedule without loss.
        Bounds bounds = new Bounds(2 * interval + 400 * MS, 0, 5 * interval + 400 * MS);
        List<IpAddress> aliases = List.copyOf(scenario.aliases.keySet());
        Site.Plan plan = new Site.Plan(
                scenario.hosts,
                aliases,
                false,
                scenario.grouped,
                scenario.links,
                scenario.home,
                scenario.linkLocalRouters,
                true);
        site = new Site(world, plan, scenario.policy(), bounds, variant);
        if (!scenario.ways.isEmpty()) {
            site.datagrams = new Datagrams(site, scenario.ways);
        }
        if (scenario.checked) {
            site.services = new Services(site, seed);
            site.aliases.forEach(alias -> alias.checks = List.of("squid"));
        }
        scenario.lease.ifPresent(lease -> SimLeases.equip(site, seed, lease));
        scenario.aliases.forEach((address, order) -> {
            if (!order.isEmpty()) {
                alias(address).ranking =
                        order.stream().map(name -> host(name).node).toList();
            }
        });
        site.reader = (host, reason) -> said.add(new Said(world.now(), host, reason.sentence()));
        trouble = new Trouble(site);
        chatter = new Chatter(site);
    }

    /**
     * Plays it; an error names the line and tells the story.
     *
     * @return what was decided, line by line
     */
    static List<String> play(Scenario scenario, long seed) {
        ScenarioRun run = new ScenarioRun(scenario, seed);
        DecisionLog log = new DecisionLog(run.world);
        run.site.decisions = log::decided;
        for (Scenario.Step step : scenario.steps) {
            try {
                run.world.note(() -> "> " + step.text());
                log.happens(step.text());
                step.act().play(run);
            } catch (Unexpected | Broken failed) {
                throw new AssertionError(scenario.file + ":" + step.line() + ": " + step.text() + "\n"
                        + failed.getMessage() + " (seed " + seed + ")\n" + run.world.timeline());
            }
        }
        return log.lines();
    }

    /** @param done whether this is when something is done, from which on the time of what follows is counted */
    void at(long time, boolean done) {
        if (time < world.now()) {
            throw new Unexpected("it is " + seconds(world.now()) + " already");
        }
        world.run(time);
        if (done) {
            doneAt = time;
        }
    }

    SimHost host(String name) {
        return site.hosts.stream()
                .filter(host -> host.node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Unexpected(name + " is no host"));
    }

    Station station(String name) {
        return Optional.ofNullable(
                        Map.of("router", site.router(), "client", site.client).get(name))
                .orElseThrow(() -> new Unexpected(name + " has no neighbour table that could be looked at"));
    }

    int port(String name) {
        return switch (name) {
            case "router" -> site.router().port;
            case "client" -> site.client.port;
            case "stranger" -> site.stranger.port;
            default -> host(name).port;
        };
    }

    SimAlias alias(IpAddress address) {
        return site.aliases.stream()
                .filter(alias -> alias.address.equals(address))
                .findFirst()
                .orElseThrow();
    }

    void reload(Consumer<SimAlias> change) {
        site.aliases.forEach(change);
        trouble.reload(50 * MS);
    }

    static Policy with(Policy old, Optional<Duration> failback) {
        return new Policy(
                old.interval(),
                old.confirmProbes(),
                old.confirmSpacing(),
                old.grace(),
                failback,
                old.onStop(),
                old.onIsolation(),
                old.announce(),
                old.onFailure());
    }

    void expectHolds(SimHost host, IpAddress address, long within, Optional<String> because) {
        SimAlias alias = alias(address);
        await(within, () -> site.holder(alias) == host, host + " does not hold " + alias + ", or not alone");
        because.ifPresent(text -> expectSays(host, text, 0));
    }

    void expectNobody(IpAddress address, long within) {
        SimAlias alias = alias(address);
        await(within, () -> site.hosts.stream().noneMatch(host -> host.holds(alias.index)), "somebody holds " + alias);
    }

    void expectReleases(SimHost host, IpAddress address, long within, Optional<String> because) {
        SimAlias alias = alias(address);
        await(within, () -> !host.holds(alias.index), host + " still has " + alias);
        because.ifPresent(text -> expectSays(host, text, 0));
    }

    /** What was said since something was last done. */
    void expectSays(SimHost host, String text, long within) {
        await(
                within,
                () -> said.stream()
                        .anyMatch(one -> one.host() == host
                                && one.at() >= doneAt
                                && one.sentence().contains(text)),
                host + " has not said '" + text + "'");
    }

    void expectSends(Station station, IpAddress address, SimHost host, long within) {
        SimAlias alias = alias(address);
        await(
                within,
                () -> host.mac(alias.link()).equals(station.sendsTo(alias.link(), alias.index)),
                station + " sends " + alias + " to " + station.sendsTo(alias.link(), alias.index));
    }

    void expectNoMove(long until) {
        long before = site.moves();
        world.run(until);
        if (site.moves() != before) {
            throw new Unexpected("an alias moved");
        }
    }

    /** An alias that moves is added on one host and removed from another one. */
    void expectMoves(int most, long until) {
        long before = site.moves();
        world.run(until);
        long moves = (site.moves() - before + 1) / 2;
        if (moves > most) {
            throw new Unexpected("an alias moved " + moves + " times");
        }
    }

    void expectAnnouncements(SimHost host, int most, long until) {
        int before = announcements(host);
        world.run(until);
        int count = announcements(host) - before;
        if (count > most) {
            throw new Unexpected(host + " announced " + count + " times");
        }
    }

    private int announcements(SimHost host) {
        return site.aliases.stream()
                .mapToInt(alias -> site.invariants.announcements(host, alias))
                .sum();
    }

    /** Lets time go on until it is so, but not longer than this after something was last done. */
    private void await(long within, BooleanSupplier condition, String otherwise) {
        long limit = Math.max(world.now(), doneAt + within);
        while (!condition.getAsBoolean() && world.now() < limit) {
            world.run(Math.min(limit, world.now() + MS));
        }
        if (!condition.getAsBoolean()) {
            throw new Unexpected("at " + seconds(world.now()) + " " + otherwise);
        }
    }

    private static String seconds(long nanos) {
        long millis = nanos / MS;
        return millis / 1_000.0 + " s";
    }
}
