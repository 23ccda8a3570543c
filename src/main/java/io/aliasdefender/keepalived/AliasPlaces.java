package io.aliasdefender.keepalived;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.keepalived.HostConfig.Found;
import io.aliasdefender.keepalived.HostConfig.Instance;
import io.aliasdefender.keepalived.HostConfig.VirtualAddress;
import io.aliasdefender.keepalived.Ranking.Ranked;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where an alias goes: its prefix, interface and label. */
final class AliasPlaces {
    private final Notes notes;
    private final KernelView here;

    AliasPlaces(Notes notes, KernelView here) {
        this.notes = notes;
        this.here = here;
    }

    private static Optional<VirtualAddress> addressOf(Instance instance, IpAddress alias) {
        return instance.addresses().stream()
                .filter(address -> address.address().address().equals(alias))
                .findFirst();
    }

    /** An address can be an alias once. */
    void noteDoubles(List<Member> members) {
        for (Member member : members) {
            Map<IpAddress, VirtualAddress> first = new HashMap<>();
            member.config().stream()
                    .flatMap(config -> config.instances().stream())
                    .flatMap(instance -> instance.addresses().stream())
                    .forEach(address -> {
                        VirtualAddress earlier =
                                first.putIfAbsent(address.address().address(), address);
                        if (earlier != null) {
                            notes.ask(
                                    address.at(),
                                    address.at().text() + ": the address is there already in line "
                                            + earlier.at().place().line() + " (" + earlier.address()
                                            + "), and an alias has one"
                                            + " prefix and one place; the import writes the first one. Which one is meant?");
                        }
                    });
        }
    }

    /** The address with its prefix, which is that of a single address where none is written. */
    Cidr cidr(IpAddress alias, Ranking ranking, List<String> comments) {
        Set<Cidr> found = new LinkedHashSet<>();
        Cidr first = new Cidr(alias, alias.bits());
        for (Instance instance : ranking.instances()) {
            VirtualAddress address = addressOf(instance, alias).orElseThrow();
            found.add(address.address());
            if (found.size() == 1) {
                first = address.address();
            }
            if (address.prefixWritten()) {
                notes.carried(address.at(), address.at().text() + ": an alias");
                continue;
            }
            String question = "no prefix length is written, so that keepalived takes the single address, "
                    + address.address() + "; is that of the subnet meant" + suggestion(alias, instance) + "?";
            notes.ask(
                    address.at(),
                    address.at().text() + ": " + question + " Change it after the day of the change, by a"
                            + " reload, which loses no packet");
            if (comments.isEmpty()) {
                comments.add("? " + question);
            }
        }
        if (found.size() > 1) {
            VirtualAddress address =
                    addressOf(ranking.instances().get(0), alias).orElseThrow();
            notes.ask(
                    address.at(),
                    "the hosts give " + alias + " different prefixes: " + found + "; the import writes " + first);
        }
        return first;
    }

    /** Where the import runs is perhaps one of the hosts. */
    private String suggestion(IpAddress alias, Instance instance) {
        return instance.link()
                .map(Found::value)
                .flatMap(here::link)
                .flatMap(link -> here.addresses().stream()
                        .filter(carried -> carried.linkIndex() == link.index())
                        .map(KernelView.Carried::address)
                        .filter(own -> own.contains(alias) && own.prefixLength() < alias.bits())
                        .findFirst()
                        .map(own -> " (" + link.name() + " of this machine is in " + own.network() + "/"
                                + own.prefixLength() + ")"))
                .orElse("");
    }

    /** As YAML; a map where the hosts differ. */
    Optional<String> interfaces(IpAddress alias, Ranking ranking) {
        return perNode(ranking, (instance, host) -> device(instance, alias, host));
    }

    /** The interface of a host, which is the real one where keepalived makes one of its own. */
    private static Optional<String> device(Instance instance, IpAddress alias, HostConfig host) {
        Optional<String> made = instance.at().body().stream()
                .filter(line -> line.keyword().equals("use_vmac"))
                .findFirst()
                .flatMap(line -> line.argument(1));
        return addressOf(instance, alias)
                .flatMap(VirtualAddress::device)
                .filter(device -> !Optional.of(device).equals(made))
                .or(() -> instance.link().map(Found::value))
                .or(() -> host.globals().defaultInterface());
    }

    Optional<String> labels(IpAddress alias, Ranking ranking) {
        return perNode(
                ranking,
                (instance, host) -> addressOf(instance, alias)
                        .flatMap(address ->
                                address.label().filter(label -> fits(label, device(instance, alias, host), address))));
    }

    private boolean fits(String label, Optional<String> device, VirtualAddress address) {
        boolean good = device.filter(name -> label.startsWith(name + ":")).isPresent();
        if (!good) {
            notes.missing(
                    address.at(),
                    "label " + label + ": it does not begin with its interface and a colon; it was left out");
        }
        return good;
    }

    private interface PerNode {
        Optional<String> of(Instance instance, HostConfig host);
    }

    private static Optional<String> perNode(Ranking ranking, PerNode value) {
        Map<String, String> values = new LinkedHashMap<>();
        int known = 0;
        for (Ranked one : ranking.members()) {
            if (one.instance().isPresent()) {
                known++;
                value.of(one.instance().get(), one.member().config().orElseThrow())
                        .ifPresent(found -> values.put(one.member().name(), YamlText.scalar(found)));
            }
        }
        Set<String> distinct = new LinkedHashSet<>(values.values());
        return distinct.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        distinct.size() == 1 && values.size() == known
                                ? distinct.iterator().next()
                                : YamlText.map(values));
    }
}
