package io.aliasdefender.sim;

import io.aliasdefender.core.Action;
import io.aliasdefender.core.Reason;
import io.aliasdefender.payload.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Every decision that does or says something, one line each; of it a scenario keeps a copy that is compared. */
final class DecisionLog {
    private final List<String> lines = new ArrayList<>();
    private final World world;

    DecisionLog(World world) {
        this.world = world;
    }

    List<String> lines() {
        return lines;
    }

    /** What is done in a scenario, so that it can be seen what led to what follows. */
    void happens(String what) {
        lines.add("> " + what);
    }

    void decided(AliasLife life, Decided decided) {
        List<Action> actions = decided.decision().actions();
        List<Reason> said = decided.decision().said();
        if (actions.isEmpty() && said.isEmpty()) {
            return;
        }
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%.4f %s %s %s",
                world.now() / 1e9,
                life.daemon.host,
                life.alias,
                Standing.of(decided.before().phase())));
        Standing after = Standing.of(decided.decision().next().phase());
        if (after != Standing.of(decided.before().phase())) {
            line.append(" -> ").append(after);
        }
        if (!actions.isEmpty()) {
            line.append(actions.stream().map(DecisionLog::words).collect(Collectors.joining(", ", " [", "]")));
        }
        said.forEach(reason ->
                line.append(' ').append(reason.cause()).append(": ").append(reason.sentence()));
        lines.add(line.toString());
    }

    private static String words(Action action) {
        Words words = new Words();
        action.accept(words);
        return words.text;
    }

    private static final class Words implements Action.Visitor {
        private String text = "";

        @Override
        public void burst(Action.Burst burst) {
            text = "ask " + burst.probes() + " times, and "
                    + burst.hosts().stream()
                            .sorted()
                            .map(Object::toString)
                            .collect(Collectors.joining(" "));
        }

        @Override
        public void add(Action.Add add) {
            text = "add " + add.placement();
        }

        @Override
        public void remove(Action.Remove remove) {
            text = "remove " + remove.placement();
        }

        @Override
        public void announce(Action.Announce announce) {
            text = "announce";
        }
    }
}
