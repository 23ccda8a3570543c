package io.aliasdefender.report;

import static io.aliasdefender.report.Markdown.escape;
import static io.aliasdefender.report.Markdown.time;

import io.aliasdefender.payload.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a report cannot tell, because nobody told it or it is not kept any more. */
final class Gaps {
    private Gaps() {}

    /** In whole sentences, escaped. */
    static List<String> sentences(Records records) {
        List<String> sentences = new ArrayList<>();
        for (Records.Source node : records.nodes()) {
            String name = escape(node.node());
            node.error()
                    .ifPresent(error ->
                            sentences.add("The record of " + name + " could not be asked for: " + escape(error) + "."));
            node.since()
                    .filter(since -> since.isAfter(records.from()))
                    .ifPresent(since ->
                            sentences.add("The record of " + name + " reaches back to " + time(since) + " only."));
            if (node.error().isEmpty() && node.since().isEmpty()) {
                sentences.add("There is no record of " + name + ".");
            }
            events(records, node.node()).ifPresent(sentences::add);
        }
        if (records.truncated()) {
            sentences.add(
                    "There were more tenures than are told; the oldest are missing. Ask for a shorter time, or for"
                            + " some of the aliases.");
        }
        return sentences;
    }

    private static Optional<String> events(Records records, String node) {
        Optional<Event> first = records.events().stream()
                .filter(event -> event.node().equals(node))
                .min(Comparator.comparing(Event::at));
        if (first.isEmpty()) {
            return Optional.of("No events of " + escape(node) + " are known.");
        }
        return first.filter(event -> event.at().isAfter(records.from()))
                .map(event -> event.id() == 1
                        ? "The history of " + escape(node) + " begins at " + time(event.at())
                                + ": what was before it, such as before a reboot, is not kept."
                        : "The events of " + escape(node) + " that are known reach back to " + time(event.at())
                                + " only.");
    }
}
