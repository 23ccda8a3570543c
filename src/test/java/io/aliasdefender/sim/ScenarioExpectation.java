package io.aliasdefender.sim;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.sim.Scenario.Act;
import java.util.Optional;
import java.util.Set;

/** Reads what comes after {@code expect}. */
final class ScenarioExpectation {
    private final ScenarioNames names;
    private final ScenarioLine line;

    ScenarioExpectation(ScenarioNames names, ScenarioLine line) {
        this.names = names;
        this.line = line;
    }

    Act read() {
        if (line.takes("no", "move", "until")) {
            long until = line.duration();
            return run -> run.expectNoMove(until);
        }
        if (line.takes("at", "most")) {
            int most = line.number();
            line.must("moves", "until");
            long until = line.duration();
            return run -> run.expectMoves(most, until);
        }
        if (line.takes("nobody", "holds")) {
            IpAddress alias = names.alias();
            long within = within();
            return run -> run.expectNobody(alias, within);
        }
        String who = names.station();
        return switch (line.word(Set.of("holds", "releases", "says", "sends", "announces"))) {
            case "holds" -> holds(who);
            case "releases" -> {
                IpAddress alias = names.alias();
                long within = within();
                Optional<String> because = because();
                yield run -> run.expectReleases(run.host(who), alias, within, because);
            }
            case "says" -> {
                String text = line.text();
                long within = within();
                yield run -> run.expectSays(run.host(who), text, within);
            }
            case "sends" -> sends(who);
            default -> announces(who);
        };
    }

    private Act holds(String who) {
        IpAddress alias = names.alias();
        long within = within();
        Optional<String> because = because();
        return run -> run.expectHolds(run.host(who), alias, within, because);
    }

    private Act sends(String who) {
        IpAddress alias = names.alias();
        line.must("to");
        String host = names.host();
        long within = within();
        return run -> run.expectSends(run.station(who), alias, run.host(host), within);
    }

    private Act announces(String who) {
        line.must("at", "most");
        int most = line.number();
        line.must("times", "until");
        long until = line.duration();
        return run -> run.expectAnnouncements(run.host(who), most, until);
    }

    private long within() {
        return line.takes("within") ? line.duration() : 0;
    }

    private Optional<String> because() {
        return line.takes("because") ? Optional.of(line.text()) : Optional.empty();
    }
}
