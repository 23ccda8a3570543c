package io.aliasdefender.keepalived;

import io.aliasdefender.keepalived.HostConfig.Election;
import io.aliasdefender.keepalived.HostConfig.Found;
import io.aliasdefender.keepalived.HostConfig.Instance;
import io.aliasdefender.keepalived.Ranking.Ranked;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What of the election holds for an alias: the order of its hosts, and when it goes back to a better one. */
final class Terms {
    private final Notes notes;

    Terms(Notes notes) {
        this.notes = notes;
    }

    /** As YAML. */
    String failback(Ranking ranking) {
        List<Instance> known = ranking.instances();
        if (ranking.equal()) {
            return "never";
        }
        List<String> values = known.stream()
                .map(instance -> failback(instance.election()))
                .distinct()
                .toList();
        if (values.size() > 1) {
            Instance first = known.get(0);
            notes.ask(
                    first.election().priority().at(),
                    "the hosts do not agree on when a better one takes back (" + String.join(", ", values)
                            + "); the import" + " writes failback: " + values.get(0)
                            + ", which the preferred one says");
        }
        return values.get(0);
    }

    private static String failback(Election election) {
        return !election.preempt()
                ? "never"
                : election.delay().map(ElectionReader::failback).orElse("immediately");
    }

    /** Says of each priority what became of it. */
    void describe(Ranking ranking) {
        String others = ranking.members().stream()
                .filter(one -> one.instance().isEmpty())
                .map(one -> one.member().name())
                .collect(Collectors.joining(", "));
        for (Ranked one : ranking.members()) {
            if (one.instance().isEmpty()) {
                continue;
            }
            Instance instance = one.instance().get();
            Found<Integer> priority = instance.election().priority();
            String written = priority.at().equals(instance.at())
                    ? "no priority is written: " + priority.value()
                    : priority.at().text();
            if (!ranking.certain()) {
                notes.ask(
                        priority.at(),
                        written + ": the higher number is preferred, and that of " + others
                                + " is not known. The import writes " + ranking.names()
                                + ", as if it were keepalived's usual 100; put them into the right order");
            } else if (ranking.equal()) {
                notes.approximated(
                        priority.at(),
                        written + ": the same on all hosts, so that none is preferred: failback: never; the order "
                                + ranking.names() + " counts only when several could take it at the same time");
            } else {
                notes.carried(priority.at(), written + ": the order " + ranking.names() + " (" + ranking.told() + ")");
            }
        }
    }

    /** The least of all: there is one for the whole file. */
    Optional<Duration> interval(List<Member> members) {
        List<Found<Duration>> all = members.stream()
                .flatMap(member -> member.config().stream())
                .flatMap(config -> config.instances().stream())
                .map(instance -> instance.election().interval())
                .toList();
        Optional<Duration> least = all.stream().map(Found::value).min(Duration::compareTo);
        all.stream()
                .filter(found -> !Optional.of(found.value()).equals(least))
                .forEach(found -> notes.ask(
                        found.at(),
                        found.at().text()
                                + ": other instances or hosts have another interval. There is one for the whole file"
                                + " here, and the import writes the shortest, "
                                + least.map(Numbers::told).orElse("")));
        return least;
    }
}
