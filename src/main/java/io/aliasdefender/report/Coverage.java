package io.aliasdefender.report;

import io.aliasdefender.payload.Tenure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Times in which no node had an alias, or two had it, as far as the records tell. */
final class Coverage {
    private final Records records;
    private final List<Span> nobody = new ArrayList<>();
    private final List<Span> two = new ArrayList<>();

    /**
     * A time.
     *
     * @param before who had it last, or has it besides; empty: not known
     * @param after who had it next, or has it besides; empty: nobody until the end of the report
     */
    record Span(Object alias, Instant begin, Instant end, Optional<Tenure> before, Optional<Tenure> after) {
        /** Whether the one that had it before ended without a word, so that the begin of this is not known. */
        boolean beginIsUncertain() {
            return before.flatMap(Tenure::end).filter(end -> !end.certain()).isPresent();
        }

        Duration length() {
            return Duration.between(begin, end);
        }
    }

    private Coverage(Records records) {
        this.records = records;
    }

    static Coverage of(Records records) {
        Coverage coverage = new Coverage(records);
        Map<Object, List<Tenure>> byAlias = new LinkedHashMap<>();
        records.tenures()
                .forEach(tenure -> byAlias.computeIfAbsent(tenure.alias(), alias -> new ArrayList<>())
                        .add(tenure));
        Optional<Instant> known = coverage.knownFrom();
        byAlias.forEach((alias, tenures) -> {
            known.ifPresent(from -> coverage.gaps(alias, tenures, from));
            coverage.overlaps(alias, tenures);
        });
        return coverage;
    }

    List<Span> nobody() {
        return nobody;
    }

    List<Span> two() {
        return two;
    }

    /** From when on nobody's records are missing; empty: somebody's are. */
    Optional<Instant> knownFrom() {
        boolean all = !records.truncated()
                && records.nodes().stream()
                        .allMatch(node -> node.error().isEmpty() && node.since().isPresent());
        return all
                ? records.nodes().stream()
                        .flatMap(node -> node.since().stream())
                        .filter(since -> since.isAfter(records.from()))
                        .max(Comparator.naturalOrder())
                        .or(() -> Optional.of(records.from()))
                : Optional.empty();
    }

    private void gaps(Object alias, List<Tenure> tenures, Instant from) {
        Instant covered = from;
        Optional<Tenure> last = Optional.empty();
        for (Tenure tenure : tenures) {
            // Whoever found nobody to have fallen silent does not say that anybody had it before: it may be a new
            // alias.
            if (last.isPresent() || tenure.unanswered().isPresent()) {
                gap(new Span(alias, covered, tenure.begin(), last, Optional.of(tenure)));
            }
            if (!Move.end(tenure).isBefore(covered)) {
                covered = Move.end(tenure);
                last = Optional.of(tenure);
            }
        }
        gap(new Span(alias, covered, records.to(), last, Optional.empty()));
    }

    private void gap(Span span) {
        if (!span.end().isAfter(span.begin())) {
            return;
        }
        boolean sameNode = span.before().isPresent()
                && span.after().isPresent()
                && span.before().get().node().equals(span.after().get().node());
        if (sameNode || span.length().compareTo(Move.CLOCKS) > 0) {
            nobody.add(span);
        }
    }

    private void overlaps(Object alias, List<Tenure> tenures) {
        Optional<Tenure> longest = Optional.empty();
        for (Tenure tenure : tenures) {
            longest.filter(other -> !other.node().equals(tenure.node()))
                    .ifPresent(other -> overlap(alias, other, tenure));
            longest = longest.filter(one -> Move.end(one).isAfter(Move.end(tenure)))
                    .or(() -> Optional.of(tenure));
        }
    }

    private void overlap(Object alias, Tenure one, Tenure other) {
        Instant begin = latest(other.begin(), records.from());
        Instant end = earliest(earliest(Move.end(one), Move.end(other)), records.to());
        if (end.isAfter(begin.plus(Move.CLOCKS))) {
            two.add(new Span(alias, begin, end, Optional.of(one), Optional.of(other)));
        }
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
