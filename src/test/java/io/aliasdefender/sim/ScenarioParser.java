package io.aliasdefender.sim;

import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.sim.Datagrams.Way;
import io.aliasdefender.sim.Scenario.Act;
import io.aliasdefender.sim.SimHost.Commands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads a scenario. Strict: a word that is not known is an error, with its line. */
final class ScenarioParser {
    static final Set<String> SETTINGS = Set.of(
            "hosts",
            "links",
            "linked",
            "alias",
            "group",
            "routers",
            "interval",
            "grace",
            "failback",
            "on-stop",
            "on-isolation",
            "checks",
            "on-failure",
            "lease");
    static final Set<String> ACTIONS = Set.of(
            "start",
            "stop",
            "kill",
            "pause",
            "freeze",
            "power",
            "pull",
            "plug",
            "cut",
            "mute",
            "part",
            "heal",
            "router",
            "stranger",
            "delete",
            "stray",
            "commands",
            "filter",
            "loss",
            "reload",
            "maintenance",
            "messages",
            "order",
            "kernel",
            "switch",
            "suspend",
            "upgrade",
            "service",
            "store",
            "expect");

    private final Scenario scenario;
    private ScenarioLine line;
    private ScenarioNames names;

    private ScenarioParser(String file) {
        scenario = new Scenario(file);
    }

    /** @throws IllegalArgumentException with file, line and remedy */
    static Scenario parse(String file, List<String> text) {
        ScenarioParser parser = new ScenarioParser(file);
        for (int i = 0; i < text.size(); i++) {
            parser.line = new ScenarioLine(file, i + 1, text.get(i));
            parser.names = new ScenarioNames(parser.scenario, parser.line);
            if (!parser.line.atEnd()) {
                parser.statement(i + 1, text.get(i).strip());
                parser.line.end();
            }
        }
        if (parser.scenario.steps.isEmpty()) {
            throw parser.line.error("nothing happens: there is no line that begins with 'at' or 'expect'");
        }
        return parser.scenario;
    }

    private void statement(int number, String text) {
        if (line.takes("at")) {
            long time = line.duration();
            boolean expectation = line.takes("expect");
            Act act = expectation ? expectation() : action(line.word(ACTIONS));
            step(number, text, run -> {
                run.at(time, !expectation);
                act.play(run);
            });
        } else if (line.takes("expect")) {
            step(number, text, expectation());
        } else if (scenario.steps.isEmpty()) {
            setting(line.word(SETTINGS));
        } else {
            line.word(Set.of("at", "expect"));
        }
    }

    private void step(int number, String text, Act act) {
        if (scenario.hosts.isEmpty() || scenario.aliases.isEmpty()) {
            throw line.error("'hosts' and 'alias' come first");
        }
        scenario.steps.add(new Scenario.Step(number, text, act));
    }

    private void setting(String word) {
        switch (word) {
            case "hosts" -> scenario.hosts.addAll(names.rest());
            case "alias" -> {
                IpAddress address = line.address();
                if (line.takes("on")) {
                    scenario.home = SimHost.linkNumber(line.word(scenario.linkNames()));
                }
                scenario.aliases.put(address, line.takes("order") ? names.hosts() : List.of());
                if (scenario.aliases.keySet().stream().anyMatch(other -> other.v6() != address.v6())) {
                    throw line.error("all aliases of a scenario are of one family");
                }
            }
            case "links" -> {
                line.must("2");
                scenario.links = 2;
            }
            case "routers" -> {
                line.must("link-local");
                scenario.linkLocalRouters = true;
            }
            case "linked" -> linked();
            case "group" -> {
                line.must("all");
                scenario.grouped = true;
            }
            case "interval" -> scenario.interval = Duration.ofNanos(line.duration());
            case "grace" -> scenario.grace = Optional.of(durationOrNever());
            case "failback" -> scenario.failback = durationOrNever();
            case "on-stop" -> scenario.onStop = Policy.OnStop.valueOf(upper(line.word(Set.of("release", "keep"))));
            case "on-isolation" ->
                scenario.onIsolation = Policy.OnIsolation.valueOf(upper(line.word(Set.of("hold", "release"))));
            case "checks" -> scenario.checked = true;
            case "on-failure" ->
                scenario.onFailure = Policy.OnFailure.valueOf(
                        upper(line.word(Set.of("hand-over", "release", "hold"))).replace('-', '_'));
            case "lease" -> {
                Duration ttl = Duration.ofNanos(line.duration());
                scenario.lease = Optional.of(
                        new Policy.Lease(ttl, line.takes("hold") ? Policy.OnLoss.HOLD : Policy.OnLoss.RELEASE));
            }
            default -> throw new IllegalStateException(word);
        }
    }

    private void linked() {
        scenario.ways.add(Way.DIRECT);
        while (line.takes("and")) {
            boolean router = line.takes("by", "the", "router");
            if (!router) {
                line.must("by", "the", "second", "network");
            }
            scenario.ways.add(router ? Way.BY_THE_ROUTER : Way.SECOND_NETWORK);
        }
    }

    /** Those of the node link, and nothing else. */
    private Act messages() {
        line.must("of");
        String host = names.host();
        boolean off = line.word(Set.of("lost", "arrive")).equals("lost");
        return run -> run.trouble.messages(run.host(host), off);
    }

    /** The store of the leases, for all or for one host. */
    private Act store() {
        String how = line.word(Set.of("up", "down", "cut", "joined", "silent", "stale"));
        if (how.equals("up") || how.equals("down")) {
            return run -> run.site.leases.store.down(how.equals("down"));
        }
        line.must(how.equals("cut") ? "from" : "to");
        String host = names.host();
        return run -> {
            run.site.leases.store.unreachable(run.host(host).port, how.equals("cut"));
            run.site.leases.store.mute(run.host(host).port, how.equals("silent"));
            run.site.leases.store.stale(run.host(host).port, how.equals("stale"));
        };
    }

    private Optional<Duration> durationOrNever() {
        return line.takes("never") ? Optional.empty() : Optional.of(Duration.ofNanos(line.duration()));
    }

    private Act expectation() {
        return new ScenarioExpectation(names, line).read();
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    private Act action(String word) {
        return switch (word) {
            case "start" -> each(Trouble::start);
            case "stop" -> each(Trouble::stop);
            case "kill" -> each(Trouble::kill);
            case "pause" -> forAWhile(Trouble::pause);
            case "freeze" -> forAWhile(Trouble::freeze);
            case "power" ->
                line.word(Set.of("on", "off")).equals("on")
                        ? each((trouble, host) -> trouble.powerOn(host, 0))
                        : each(Trouble::powerOff);
            case "pull" -> cable(false);
            case "plug" -> cable(true);
            case "cut" -> cut();
            case "mute" -> mute();
            case "part" -> part();
            case "heal" -> run -> run.trouble.network.heal();
            case "router" -> {
                boolean up = line.word(Set.of("up", "down")).equals("up");
                yield run -> run.trouble.network.router(up);
            }
            case "stranger" -> {
                boolean takes = line.word(Set.of("takes", "leaves")).equals("takes");
                IpAddress alias = names.alias();
                yield run -> run.trouble.stranger(run.alias(alias), takes);
            }
            case "delete" -> onHost((trouble, host, alias) -> trouble.delete(host, alias));
            case "stray" -> onHost((trouble, host, alias) -> trouble.stray(host, alias));
            case "commands" -> commands();
            case "loss" -> {
                int percent = line.number();
                yield run -> run.site.net.loss = percent / 100.0;
            }
            case "filter" -> filter();
            case "reload" -> reload();
            case "maintenance" -> {
                line.must("of");
                String host = names.host();
                boolean on = line.word(Set.of("on", "off")).equals("on");
                yield run -> run.trouble.maintenance(run.host(host), on);
            }
            case "order" -> order();
            case "messages" -> messages();
            case "kernel" -> {
                line.must("of");
                String host = names.host();
                line.must("uses");
                IpAddress alias = names.alias();
                yield run -> run.chatter.uses(run.host(host), run.alias(alias));
            }
            case "switch" -> {
                line.must("of");
                int link = SimHost.linkNumber(line.word(scenario.linkNames()));
                boolean up = line.word(Set.of("up", "down")).equals("up");
                yield run -> run.site.hosts.forEach(host -> run.trouble.network.cutOff(host, link, !up));
            }
            case "suspend" -> forAWhile(Trouble::suspend);
            case "upgrade" -> each(Trouble::upgrade);
            case "service" -> service();
            case "store" -> store();
            case "expect" -> throw line.error("'expect' is in the wrong place");
            default -> throw new IllegalStateException(word);
        };
    }

    @FunctionalInterface
    private interface OnHost {
        void strike(Trouble trouble, SimHost host);
    }

    @FunctionalInterface
    private interface ForAWhile {
        void strike(Trouble trouble, SimHost host, long length);
    }

    @FunctionalInterface
    private interface OnAlias {
        void strike(Trouble trouble, SimHost host, SimAlias alias);
    }

    private Act each(OnHost strike) {
        List<String> hosts = names.hosts();
        return run -> hosts.forEach(host -> strike.strike(run.trouble, run.host(host)));
    }

    private Act cut() {
        String host = names.host();
        if (line.takes("on")) {
            int link = SimHost.linkNumber(line.word(scenario.linkNames()));
            return run -> run.trouble.network.cutOff(run.host(host), link, true);
        }
        return run -> run.trouble.network.cutOff(run.host(host), true);
    }

    private Act service() {
        line.must("of");
        List<String> hosts = new ArrayList<>(List.of(names.host()));
        while (line.takes("and")) {
            hosts.add(names.host());
        }
        String what = line.word(Set.of("passes", "fails", "flaps"));
        if (!what.equals("flaps")) {
            return run -> hosts.forEach(host -> run.site.services.passes(run.host(host), what.equals("passes")));
        }
        line.must("every");
        long each = line.duration();
        line.must("for");
        long length = line.duration();
        return run -> run.site.services.flap(hosts.stream().map(run::host).toList(), each, length);
    }

    private Act order() {
        String host = names.host();
        line.must("to");
        Order order = Order.valueOf(upper(line.word(Set.of("add", "remove", "move"))));
        IpAddress alias = names.alias();
        return run -> run.trouble.order(run.host(host), run.alias(alias), order);
    }

    private Act forAWhile(ForAWhile strike) {
        String host = names.host();
        line.must("for");
        long length = line.duration();
        return run -> strike.strike(run.trouble, run.host(host), length);
    }

    private Act cable(boolean up) {
        line.must("cable", "of");
        return each((trouble, host) -> trouble.network.link(host, 0, up));
    }

    private Act onHost(OnAlias strike) {
        IpAddress alias = names.alias();
        line.must("on");
        String host = names.host();
        return run -> strike.strike(run.trouble, run.host(host), run.alias(alias));
    }

    private Act mute() {
        String from = names.station();
        line.must("towards");
        String to = names.station();
        return run -> run.trouble.network.cut(run.site.plan.home(), run.port(from), run.port(to), true);
    }

    private Act part() {
        List<String> left = new ArrayList<>();
        while (!line.takes("from")) {
            left.add(names.station());
        }
        line.must("rest");
        return run -> {
            List<Integer> ports = left.stream().map(run::port).toList();
            run.trouble.network.partition(ports::contains);
        };
    }

    private Act commands() {
        line.must("of");
        String host = names.host();
        String how = line.word(Set.of("work", "fail", "hang"));
        return run -> run.trouble.commands(run.host(host), Commands.valueOf(upper(how)));
    }

    private Act filter() {
        List<String> hosts = new ArrayList<>();
        while (!line.takes("drops")) {
            hosts.add(names.host());
        }
        Network.Filter filter = switch (line.word(Set.of("nothing", "ip", "all"))) {
            case "ip" -> Network.Filter.IP;
            case "all" -> Network.Filter.ALL;
            default -> Network.Filter.NOTHING;
        };
        return run -> hosts.forEach(host -> run.trouble.network.filter(run.host(host), filter));
    }

    private Act reload() {
        if (line.takes("order")) {
            List<String> hosts = names.hosts();
            return run -> run.reload(alias -> alias.ranking =
                    hosts.stream().map(host -> run.host(host).node).toList());
        }
        if (line.takes("link")) {
            return run -> run.reload(SimAlias::moveToTheOtherLink);
        }
        if (line.takes("prefix")) {
            return run -> run.reload(alias -> alias.placed = alias.placed == 0 ? 1 : 0);
        }
        line.must("failback");
        Optional<Duration> failback = durationOrNever();
        return run -> run.reload(alias -> alias.policy = ScenarioRun.with(alias.policy, failback));
    }
}
