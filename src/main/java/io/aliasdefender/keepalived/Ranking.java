package io.aliasdefender.keepalived;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.keepalived.HostConfig.Instance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The hosts that may hold an alias, the preferred one first, by their priorities.
 *
 * @param members those that have it, and those of whom nobody said
 * @param certain whether the priority of each is known
 * @param equal whether none is preferred
 */
record Ranking(List<Ranked> members, boolean certain, boolean equal) {
    /** What a host has whose file says nothing, and so a likely one for a host whose file is not known. */
    private static final double LIKELY = 100.5;

    /** @param instance empty: the file of the host was not given */
    record Ranked(Member member, Optional<Instance> instance) {
        private double number() {
            return instance.map(found -> (double) found.priority()).orElse(LIKELY);
        }
    }

    static Ranking of(IpAddress alias, List<Member> members) {
        List<Ranked> ranked = new ArrayList<>();
        for (Member member : members) {
            Optional<Instance> instance = member.instanceOf(alias);
            if (instance.isPresent() || member.config().isEmpty()) {
                ranked.add(new Ranked(member, instance));
            }
        }
        ranked.sort(Comparator.comparingDouble(Ranked::number).reversed());
        boolean certain = ranked.stream().allMatch(one -> one.instance().isPresent());
        long numbers = ranked.stream().mapToDouble(Ranked::number).distinct().count();
        return new Ranking(List.copyOf(ranked), certain, certain && ranked.size() > 1 && numbers == 1);
    }

    List<String> names() {
        return members.stream().map(one -> one.member().name()).toList();
    }

    /** The instances that are known, the preferred one first. */
    List<Instance> instances() {
        return members.stream().flatMap(one -> one.instance().stream()).toList();
    }

    /** For people: {@code web1 120, web2 100}. */
    String told() {
        return members.stream()
                .map(one -> one.member().name() + " "
                        + one.instance()
                                .map(instance -> "" + instance.priority())
                                .orElse("(not known)"))
                .collect(Collectors.joining(", "));
    }
}
