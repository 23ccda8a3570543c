package io.aliasdefender.sim;

import io.aliasdefender.core.Action;
import io.aliasdefender.core.Reason;
import io.aliasdefender.payload.PhaseName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Every decision that does or says something, one line each; of it a scenario keeps a copy that is compared. */
final class DecisionLog {
    private final List<Line> lines = new ArrayList<>();
    /** By host and alias: what was decided last. */
    private final Map<String, Line> last = new HashMap<>();

    private final World world;

    /** A decision, and how often it was made again before another one about the same alias on the same host. */
    private static final class Line {
        private final long at;
        private final String text;
        private int again;
        private long lastAt;

        private Line(long at, String text) {
            this.at = at;
            this.text = text;
        }

        @Override
        public String toString() {
            String decided = at < 0 ? text : seconds(at) + " " + text;
            return again == 0 ? decided : decided + " (" + again + " times more until " + seconds(lastAt) + ")";
        }

        private static String seconds(long nanos) {
            return String.format(Locale.ROOT, "%.4f", nanos / 1e9);
        }
    }

    DecisionLog(World world) {
        this.world = world;
    }

    List<String> lines() {
        return lines.stream().map(Line::toString).toList();
    }

    /** What is done in a scenario, so that it can be seen what led to what follows. */
    void happens(String what) {
        lines.add(new Line(-1, "> " + what));
    }

    void decided(AliasLife life, Decided decided) {
        List<Action> actions = decided.decision().actions();
        List<Reason> said = decided.decision().said();
        if (actions.isEmpty() && said.isEmpty()) {
            return;
        }
        String whose = life.daemon.host + " " + life.alias;
        StringBuilder line = new StringBuilder(whose)
                .append(' ')
                .append(PhaseName.of(decided.before().phase()));
        PhaseName after = PhaseName.of(decided.decision().next().phase());
        if (after != PhaseName.of(decided.before().phase())) {
            line.append(" -> ").append(after);
        }
        if (!actions.isEmpty()) {
            line.append(actions.stream().map(DecisionLog::words).collect(Collectors.joining(", ", " [", "]")));
        }
        said.forEach(
                reason -> line.append(' ').append(reason.cause()).append(": ").append(reason.sentence()));
        add(whose, line.toString());
    }

    private void add(String whose, String text) {
        Line before = last.get(whose);
        if (before != null && before.text.equals(text)) {
            before.again++;
            before.lastAt = world.now();
        } else {
            Line line = new Line(world.now(), text);
            last.put(whose, line);
            lines.add(line);
        }
    }

    static String words(Action action) {
        Words words = new Words();
        action.accept(words);
        return words.text;
    }

    private static final class Words implements Action.Visitor {
        private String text = "";

        @Override
        public void burst(Action.Burst burst) {
            text = "ask " + burst.probes() + " times, and "
                    + burst.hosts().stream().sorted().map(Object::toString).collect(Collectors.joining(" "));
        }

        @Override
        public void askFromAlias(Action.AskFromAlias ask) {
            text = "ask from the alias " + ask.probes() + " times at most";
        }

        @Override
        public void add(Action.Add add) {
            text = "add " + add.placement();
        }

        @Override
        public void extend(Action.Extend extend) {
            text = "extend " + extend.placement();
        }

        @Override
        public void remove(Action.Remove remove) {
            text = "remove " + remove.placement();
        }

        @Override
        public void announce(Action.Announce announce) {
            text = "announce";
        }

        @Override
        public void withhold(Action.Withhold withhold) {
            text = "withhold";
        }

        @Override
        public void farewell(Action.Farewell farewell) {
            text = "say farewell";
        }
    }
}
