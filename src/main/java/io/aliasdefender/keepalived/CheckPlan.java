package io.aliasdefender.keepalived;

import io.aliasdefender.config.Names;
import io.aliasdefender.keepalived.Draft.CheckEntry;
import io.aliasdefender.keepalived.HostConfig.Instance;
import io.aliasdefender.keepalived.HostConfig.SyncGroup;
import io.aliasdefender.keepalived.HostConfig.Track;
import io.aliasdefender.keepalived.HostConfig.TrackKind;
import io.aliasdefender.keepalived.Note.Kind;
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
    private static final String MIXED =
            "Some of the checks of this alias have a weight in keepalived, which lowers a host's"
                    + " number, and others have none, which keeps a host from holding; here one word holds for all of them, and the"
                    + " import writes on-failure: release: where one fails on every host, nobody holds. Or is hand-over meant, with"
                    + " which the last one keeps it";

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
        boolean strict = ranking.members().stream()
                .filter(ranked -> ranked.instance().isPresent())
                .anyMatch(ranked -> tracks(ranked).stream().anyMatch(track -> isStrict(track, ranked, ranking)));
        Map<String, List<String>> byNode = new LinkedHashMap<>();
        boolean lenient = false;
        for (Ranked ranked : ranking.members()) {
            if (ranked.instance().isEmpty()) {
                continue;
            }
            Set<String> names = new LinkedHashSet<>();
            for (Track track : tracks(ranked)) {
                Optional<String> name = chosen(track, ranked, ranking, strict);
                name.ifPresent(names::add);
                lenient |= name.isPresent() && track.weight() != 0;
            }
            byNode.put(ranked.member().name(), List.copyOf(names));
        }
        return new Chosen(byNode, strict, strict && lenient ? List.of("? " + MIXED) : List.of());
    }

    private boolean isStrict(Track track, Ranked ranked, Ranking ranking) {
        HostConfig config = ranked.member().config().orElseThrow();
        return track.weight() == 0
                && values.of(track, config)
                        .filter(value -> whyIdle(
                                        track, value, config, ranked.instance().orElseThrow(), ranking)
                                .isEmpty())
                        .isPresent();
    }

    private static List<Track> tracks(Ranked ranked) {
        HostConfig config = ranked.member().config().orElseThrow();
        Instance instance = ranked.instance().orElseThrow();
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
    private Optional<String> chosen(Track track, Ranked ranked, Ranking ranking, boolean strict) {
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
        describe(track, told, name, ranked, ranking, strict);
        return Optional.of(name);
    }

    private void describe(Track track, String told, String name, Ranked ranked, Ranking ranking, boolean strict) {
        String handOver =
                ": checks: " + name + " with on-failure: hand-over, to a host where it passes; where it passes"
                        + " nowhere, the holder keeps it";
        String written = strict ? ": checks: " + name + ". " + MIXED : handOver;
        if (track.weight() == 0) {
            notes.carried(
                    track.at(),
                    told + ": no weight, so that a host where it fails must not hold: checks: " + name
                            + " with on-failure: release");
        } else if (ranking.certain()) {
            notes.add(
                    track.at(),
                    strict ? Kind.NEEDS_ANSWER : Kind.APPROXIMATED,
                    told + ": weight " + track.weight() + " (" + Weights.told(ranking, track.weight()) + ")" + written);
        } else {
            notes.ask(
                    track.at(),
                    told + ": does weight " + track.weight() + " decide anything? "
                            + Weights.question(ranked.instance().orElseThrow().priority(), track.weight())
                            + ". The import writes it" + written + ". Take the check away if that is not meant");
        }
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
