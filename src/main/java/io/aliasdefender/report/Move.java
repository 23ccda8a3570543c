package io.aliasdefender.report;

import io.aliasdefender.payload.Tenure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The begin of a tenure.
 *
 * @param to the tenure that begins
 * @param from the one that had lasted longest of those that began before; empty: none is known
 * @param first all nodes were asked, and none had it before or answered for it: nothing was interrupted
 */
record Move(Tenure to, Optional<Tenure> from, boolean first) {
    /** What differs by less between two nodes may be nothing but their clocks. */
    static final Duration CLOCKS = Duration.ofSeconds(1);

    /** Those that began in the time of the report, by time. */
    static List<Move> of(Records records) {
        Map<Object, List<Tenure>> byAlias = new LinkedHashMap<>();
        records.tenures()
                .forEach(tenure -> byAlias.computeIfAbsent(tenure.alias(), alias -> new ArrayList<>())
                        .add(tenure));
        boolean allAsked =
                records.nodes().stream().allMatch(node -> node.error().isEmpty());
        return byAlias.values().stream()
                .map(tenures -> each(tenures, allAsked))
                .flatMap(Collection::stream)
                .filter(move -> records.isAbout(move.at()))
                .sorted(Comparator.comparing(Move::to, Tenure.ORDER))
                .toList();
    }

    private static List<Move> each(List<Tenure> tenures, boolean allAsked) {
        List<Move> moves = new ArrayList<>();
        Optional<Tenure> longest = Optional.empty();
        for (Tenure tenure : tenures) {
            boolean first = allAsked && longest.isEmpty() && tenure.unanswered().isEmpty();
            moves.add(new Move(tenure, longest, first));
            longest = longest.filter(one -> end(one).isAfter(end(tenure))).or(() -> Optional.of(tenure));
        }
        return moves;
    }

    static Instant end(Tenure tenure) {
        return tenure.end().map(Tenure.End::at).orElse(Instant.MAX);
    }

    Instant at() {
        return to.begin();
    }

    boolean sameNode() {
        return from.filter(before -> before.node().equals(to.node())).isPresent();
    }

    /** A daemon found it on its host at its start: nothing has moved, as far as is known. */
    boolean found() {
        return to.planned() && to.beginCause().equals("adopted");
    }

    boolean unplanned() {
        return !to.planned() && !first;
    }

    /** For how long nobody answered; empty: not measured. Zero: it was handed over without a silence. */
    Optional<Duration> silence() {
        return to.unanswered().or(this::gap);
    }

    /** By the clocks of both. */
    private Optional<Duration> gap() {
        Optional<Tenure.End> end = from.flatMap(Tenure::end);
        if (from.isPresent() && end.isEmpty()) {
            return Optional.of(Duration.ZERO);
        }
        return end.filter(Tenure.End::certain).flatMap(over -> {
            Duration gap = Duration.between(over.at(), to.begin());
            boolean mayBeClocks = !sameNode() && gap.compareTo(CLOCKS) < 0;
            return gap.isNegative() || mayBeClocks && to.planned()
                    ? Optional.of(Duration.ZERO)
                    : mayBeClocks ? Optional.empty() : Optional.of(gap);
        });
    }

    /** When the silence began, or it came here. */
    Instant begins() {
        return at().minus(to.unanswered().orElse(Duration.ZERO));
    }
}
