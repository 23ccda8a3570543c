package io.aliasdefender.lab;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run showed.
 *
 * @param figures of each family, each in its unit
 * @param wrongNeighbours what the neighbour tables of the client and the router had in the end that is not the holder,
 *     one sentence each
 * @param clientPause the longest time in which the client itself did not send
 */
record Outcome(Map<Family, Map<Figure, Long>> figures, List<String> wrongNeighbours, Duration clientPause) {
    Outcome {
        figures = Map.copyOf(figures);
        wrongNeighbours = List.copyOf(wrongNeighbours);
    }

    /** Nanoseconds, or a number. */
    long value(Family family, Figure figure) {
        return figures.get(family).get(figure);
    }

    /** A figure that is a time. */
    Duration time(Family family, Figure figure) {
        return Duration.ofNanos(value(family, figure));
    }

    /** Whether no figure is over its bar, and both third hosts know the holder. */
    boolean meets(Map<Figure, Long> bars) {
        return wrongNeighbours.isEmpty()
                && figures.keySet().stream()
                        .allMatch(family -> bars.entrySet().stream()
                                .allMatch(bar -> value(family, bar.getKey()) <= bar.getValue()));
    }

    /** The judged figures of both families on one line; those over their bar say so. */
    String text(Map<Figure, Long> bars) {
        String text = figures.keySet().stream()
                .sorted()
                .map(family -> family + " "
                        + bars.entrySet().stream()
                                .map(bar -> text(bar.getKey(), value(family, bar.getKey()), bar.getValue()))
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
        return wrongNeighbours.isEmpty() ? text : text + "; WRONG: " + String.join(", ", wrongNeighbours);
    }

    private static String text(Figure figure, long value, long bar) {
        return figure + " " + figure.text(value) + (value > bar ? " (OVER " + figure.text(bar) + ")" : "");
    }
}
