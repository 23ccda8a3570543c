package io.aliasdefender.keepalived;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.keepalived.Draft.GroupEntry;
import io.aliasdefender.keepalived.HostConfig.Instance;
import io.aliasdefender.keepalived.HostConfig.SyncGroup;
import io.aliasdefender.keepalived.parse.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which aliases move together: those of an instance, and those of the instances of a sync group. */
final class Groups {
    private final Map<String, List<IpAddress>> groups = new LinkedHashMap<>();
    /** Of each alias in a group. */
    private final Map<IpAddress, String> groupOf = new HashMap<>();
    /** One alias of each instance, of each alias in a group: all of an instance have the same checks. */
    private final Map<String, List<IpAddress>> representatives = new HashMap<>();

    private Groups() {}

    static Groups of(List<Member> members, Notes notes) {
        Groups groups = new Groups();
        for (Member member : members) {
            member.config().ifPresent(config -> groups.read(config, notes));
        }
        return groups;
    }

    private void read(HostConfig config, Notes notes) {
        Map<String, Instance> named = new HashMap<>();
        config.instances().forEach(instance -> named.putIfAbsent(instance.name(), instance));
        Set<String> synced = new LinkedHashSet<>();
        for (SyncGroup group : config.groups()) {
            List<Instance> instances = new ArrayList<>();
            for (String name : group.members()) {
                Optional<Instance> instance = Optional.ofNullable(named.get(name));
                instance.filter(one -> synced.add(one.name())).ifPresent(instances::add);
                if (instance.isEmpty()) {
                    notes.ask(group.at(), group.at().text() + ": there is no vrrp_instance " + name);
                }
            }
            group(group.name(), group.at(), instances, notes);
        }
        for (Instance instance : config.instances()) {
            if (!synced.contains(instance.name())) {
                group(instance.name(), instance.at(), List.of(instance), notes);
            }
        }
    }

    private void group(String name, Statement at, List<Instance> instances, Notes notes) {
        List<IpAddress> firsts = new ArrayList<>();
        Set<IpAddress> all = new LinkedHashSet<>();
        for (Instance instance : instances) {
            List<IpAddress> own = instance.addresses().stream()
                    .map(address -> address.address().address())
                    .toList();
            own.stream().findFirst().ifPresent(firsts::add);
            all.addAll(own);
        }
        if (all.size() < 2) {
            return;
        }
        Set<String> there = new LinkedHashSet<>();
        all.stream().filter(groupOf::containsKey).forEach(alias -> there.add(groupOf.get(alias)));
        if (!there.isEmpty()) {
            String earlier = there.iterator().next();
            if (there.size() > 1
                    || !groups.get(earlier).containsAll(all)
                    || groups.get(earlier).size() != all.size()) {
                notes.ask(
                        at,
                        at.text()
                                + ": its addresses are not those of the same group in another file or instance; the import"
                                + " writes the group " + earlier + " as it was found first");
            }
            return;
        }
        String unique = CheckPlan.named(name, "group");
        for (int number = 2; groups.containsKey(unique); number++) {
            unique = CheckPlan.named(name, "group") + "-" + number;
        }
        groups.put(unique, List.copyOf(all));
        representatives.put(unique, firsts);
        for (IpAddress alias : all) {
            groupOf.put(alias, unique);
        }
    }

    /** The first alias of the group of an alias; empty when it moves on its own. */
    Optional<IpAddress> firstOf(IpAddress alias) {
        return Optional.ofNullable(groupOf.get(alias))
                .map(name -> groups.get(name).get(0));
    }

    /** Aliases that together have all checks of the group of an alias. */
    List<IpAddress> representativesOf(IpAddress alias) {
        return Optional.ofNullable(groupOf.get(alias)).map(representatives::get).orElse(List.of(alias));
    }

    List<GroupEntry> entries() {
        return groups.entrySet().stream()
                .map(group -> new GroupEntry(
                        group.getKey(),
                        group.getValue().stream().map(IpAddress::toString).toList(),
                        Map.of(),
                        List.of()))
                .toList();
    }
}
