package io.aliasdefender.keepalived;

import io.aliasdefender.config.Names;
import io.aliasdefender.keepalived.Draft.CheckEntry;
import io.aliasdefender.keepalived.HostConfig.Instance;
import io.aliasdefender.keepalived.HostConfig.SyncGroup;
import io.aliasdefender.keepalived.HostConfig.Track;
import io.aliasdefender.keepalived.HostConfig.TrackKind;
import io.aliasdefender.keepalived.Ranking.Ranked;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which checks an alias has, and what follows when they fail. */
final class CheckPlan {
    private final Notes notes;
    private final CheckValues values;
    private final Map<String, CheckEntry> entries = new LinkedHashMap<>();

    CheckPlan(Notes notes, CheckValues values) {
        this.notes = notes;
        this.values = values;
    }

    /**
     * @param byNode the names of the checks of each node of whom they are known
     * @param strict whether a host that fails one must not hold, even where no other one can
     */
    record Chosen(Map<String, List<String>> byNode, boolean strict, List<String> comments) {
        boolean any() {
            return byNode.values().stream().anyMatch(names -> !names.isEmpty());
        }
    }

    List<CheckEntry> entries() {
        return List.copyOf(entries.values());
    }

    Chosen of(Ranking ranking) {
        Map<String, List<String>> byNode = new LinkedHashMap<>();
        Set<String> comments = new LinkedHashSet<>();
        boolean strict = false;
        boolean lenient = false;
        for (Ranked ranked : ranking.members()) {
            if (ranked.instance().isEmpty()) {
                continue;
            }
            Instance instance = ranked.instance().get();
            HostConfig config = ranked.member().config().orElseThrow();
            Set<String> names = new LinkedHashSet<>();
            for (Track track : tracks(config, instance)) {
                Optional<String> name = chosen(track, ranked, ranking);
                name.ifPresent(names::add);
                strict |= name.isPresent() && track.weight() == 0;
                lenient |= name.isPresent() && track.weight() != 0;
            }
            byNode.put(ranked.member().name(), List.copyOf(names));
        }
        if (strict && lenient) {
            comments.add(
                    "some of these checks have a weight in keepalived, others none; here one word holds for all of them");
        }
        return new Chosen(byNode, strict, List.copyOf(comments));
    }

    private static List<Track> tracks(HostConfig config, Instance instance) {
        return Stream.concat(
                        instance.tracks().stream(),
                        groupOf(config, instance).stream().flatMap(group -> group.tracks().stream()))
                .toList();
    }

    static Optional<SyncGroup> groupOf(HostConfig config, Instance instance) {
        return config.groups().stream()
                .filter(group -> group.members().contains(instance.name()))
                .findFirst();
    }

    /** The name of the check where it decides something; what does not is written as a comment. */
    private Optional<String> chosen(Track track, Ranked ranked, Ranking ranking) {
        HostConfig config = ranked.member().config().orElseThrow();
        Instance instance = ranked.instance().orElseThrow();
        Optional<CheckValues.Value> value = values.of(track, config);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        String told = what(track);
        Optional<String> idle = whyIdle(track, value.get(), config, instance, ranking);
        idle.ifPresent(why -> notes.ask(track.at(), told + ": " + why));
        String name = entry(nameOf(track, config), ranked.member().name(), value.get(), idle);
        if (idle.isPresent()) {
            return Optional.empty();
        }
        if (track.weight() == 0) {
            notes.carried(
                    track.at(),
                    told + ": no weight, so that a host where it fails must not hold: checks: " + name
                            + " with on-failure: release");
        } else if (ranking.certain()) {
            notes.approximated(
                    track.at(),
                    told + ": weight " + track.weight() + " (" + Weights.told(ranking, track.weight()) + "): checks: "
                            + name
                            + " with on-failure: hand-over, to a host where it passes; where it passes nowhere, the"
                            + " holder keeps it");
        } else {
            notes.ask(
                    track.at(),
                    told + ": does weight " + track.weight() + " decide anything? "
                            + Weights.question(instance.priority(), track.weight())
                            + ". The import writes checks: " + name
                            + " with on-failure: hand-over: a holder where it fails"
                            + " gives the alias to a host where it passes, and keeps it where there is none; take the check"
                            + " away if that is not meant");
        }
        return Optional.of(name);
    }

    private static String what(Track track) {
        return track.kind() == TrackKind.INTERFACE ? "the link of " + track.name() : track.name();
    }

    private static Optional<String> whyIdle(
            Track track, CheckValues.Value value, HostConfig config, Instance instance, Ranking ranking) {
        if (value.broken().isPresent()) {
            return value.broken();
        }
        if (track.reverse()) {
            return Optional.of("reverse: it counts while it fails, which no check does here; the check is written as a"
                    + " comment");
        }
        boolean ofInstance = instance.tracks().contains(track);
        Optional<SyncGroup> group = groupOf(config, instance);
        if (track.weight() != 0
                && ofInstance
                && group.filter(found -> !found.weights()).isPresent()) {
            return Optional.of("weight " + track.weight() + " in an instance of sync group "
                    + group.get().name()
                    + ": keepalived ignores the check, and does not even run it. It is written as a comment; is it meant?"
                    + " Then take the comment marks away, and name it at the aliases");
        }
        if (track.weight() != 0 && instance.priority() == ElectionReader.OWNER) {
            return Optional.of(
                    "no weight changes priority 255, so that it decides nothing; it is written as a comment");
        }
        if (track.weight() != 0
                && ranking.certain()
                && ranking.members().size() > 1
                && !Weights.decides(ranking, track.weight())) {
            return Optional.of("weight " + track.weight() + " never changes the order ("
                    + Weights.told(ranking, track.weight())
                    + "), so that the check decides nothing today. It is written as a comment; is it meant?");
        }
        return Optional.empty();
    }

    private static String nameOf(Track track, HostConfig config) {
        String name = track.kind() == TrackKind.INTERFACE ? "link-" + track.name() : track.name();
        boolean twice = track.kind() == TrackKind.PROCESS && config.scripts().containsKey(name)
                || track.kind() == TrackKind.FILE
                        && (config.scripts().containsKey(name)
                                || config.processes().containsKey(name));
        String whole = (twice ? track.kind().name().toLowerCase(Locale.ROOT) + "-" : "") + name;
        return named(whole, "check");
    }

    /** A name as our configuration has them, out of any word. */
    static String named(String word, String otherwise) {
        String cleaned = word.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
        String cut = cleaned.length() > 60 ? cleaned.substring(0, 60) : cleaned;
        return Names.isNode(cut) ? cut : otherwise;
    }

    /** Writes the check down once; another one of the same name, of another host, gets the host's name. */
    private String entry(String wanted, String node, CheckValues.Value value, Optional<String> idle) {
        String name = wanted;
        for (int number = 1;
                entries.containsKey(name) && !entries.get(name).value().equals(value.text());
                number++) {
            name = named(wanted + "-" + node + (number > 1 ? "-" + number : ""), "check-" + number);
        }
        CheckEntry earlier = entries.get(name);
        List<String> comments = new ArrayList<>(value.comments());
        idle.ifPresent(why -> comments.add("? " + why));
        boolean active = idle.isEmpty();
        if (earlier == null || active && !earlier.active()) {
            entries.put(name, new CheckEntry(name, value.text(), active, comments));
        }
        return name;
    }
}
