package io.aliasdefender.keepalived;

import io.aliasdefender.config.Names;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.keepalived.HostConfig.Found;
import io.aliasdefender.keepalived.HostConfig.Instance;
import io.aliasdefender.keepalived.ImportRequest.HostHint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds out which hosts there are, from their files and from what somebody says. */
final class Cluster {
    static final String THIS_HOST = "this-host";
    static final String OTHER_HOST = "other-host";

    private final Notes notes;
    private final List<Member> members = new ArrayList<>();

    private Cluster(Notes notes) {
        this.notes = notes;
    }

    /**
     * @param views what the files say, each of one host, the first file's first
     * @param hints what was said of each view, in the same order
     * @param others hosts without a file
     */
    static List<Member> of(List<HostConfig> views, List<HostHint> hints, List<HostHint> others, Notes notes) {
        Cluster cluster = new Cluster(notes);
        for (int i = 0; i < views.size(); i++) {
            cluster.members.add(member(views.get(i), hints.get(i)));
        }
        for (HostHint hint : others) {
            cluster.members.add(Member.of(hint.name().orElse(OTHER_HOST), hint.address()));
        }
        cluster.addressesFromPeers();
        cluster.unnamedPeers();
        cluster.multicast();
        return cluster.withOwnNames();
    }

    private static Member member(HostConfig config, HostHint hint) {
        Set<IpAddress> sources = new LinkedHashSet<>(hint.address().stream().toList());
        sources(config).map(Found::value).forEach(sources::add);
        String name = config.host()
                .or(hint::name)
                .or(() -> config.globals().routerId().map(Found::value).filter(Names::isNode))
                .orElse(THIS_HOST);
        return Member.of(config, name, List.copyOf(sources));
    }

    private static Stream<Found<IpAddress>> sources(HostConfig config) {
        return config.instances().stream()
                .flatMap(instance -> instance.source().stream())
                .filter(found -> !(found.value().v6() && found.value().isLinkLocal()));
    }

    private static Stream<IpAddress> peersOf(Member member) {
        return member.config().stream()
                .flatMap(config -> config.instances().stream())
                .flatMap(instance -> instance.peers().stream())
                .map(Found::value);
    }

    private boolean isKnown(IpAddress address) {
        return members.stream().anyMatch(member -> member.has(address));
    }

    /** A host that does not write its own address is the one that the others call by an address that is nobody else's. */
    private void addressesFromPeers() {
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (member.address().isPresent()) {
                continue;
            }
            Set<IpAddress> candidates = new TreeSet<>();
            members.stream()
                    .filter(other -> !other.equals(member))
                    .flatMap(Cluster::peersOf)
                    .filter(address -> !isKnown(address))
                    .forEach(candidates::add);
            candidates.removeAll(peersOf(member).toList());
            if (candidates.size() == 1) {
                members.set(i, member.at(candidates.iterator().next()));
            }
        }
    }

    /** Hosts that only unicast_peer names. One of each family in an instance each may be the same host, which nobody says. */
    private void unnamedPeers() {
        Map<IpAddress, Found<IpAddress>> unknown = new LinkedHashMap<>();
        members.stream()
                .flatMap(member -> member.config().stream())
                .flatMap(config -> config.instances().stream())
                .flatMap(instance -> instance.peers().stream())
                .filter(found -> !isKnown(found.value()))
                .forEach(found -> unknown.putIfAbsent(found.value(), found));
        unknown.forEach((address, found) -> {
            if (address.v6() && address.isLinkLocal()) {
                notes.ask(
                        found.at(),
                        address + ": a link-local address names no node; write another address of that host"
                                + " into nodes:");
                return;
            }
            String name = "host-" + address.toString().replace('.', '-').replace(':', '-');
            members.add(Member.of(name, Optional.of(address)));
            notes.ask(
                    found.at(),
                    address + ": its name and its priority are not in this file; give its own file by --peer NAME=FILE"
                            + (unknown.size() > 1
                                    ? ", or, if it is another address of a host that is there, write it into"
                                            + " also: of that one"
                                    : ""));
        });
    }

    /** Adverts to a group name nobody. */
    private void multicast() {
        if (members.size() > 1) {
            return;
        }
        members.add(Member.of(OTHER_HOST, Optional.empty()));
        members.get(0).config().stream()
                .flatMap(config -> config.instances().stream())
                .forEach(instance -> notes.ask(instance.at(), who(instance)));
    }

    private static String who(Instance instance) {
        return instance.at().text()
                + ": which other hosts have it? Its adverts are multicast, so that no line of the file"
                + " names them; give them by --peer NAME=FILE (their own keepalived.conf"
                + (instance.routerId() > 0 ? ", with virtual_router_id " + instance.routerId() : "")
                + ") or --peer NAME=ADDRESS";
    }

    private List<Member> withOwnNames() {
        Set<String> names = new LinkedHashSet<>();
        List<Member> named = new ArrayList<>();
        for (Member member : members) {
            String base = Names.isNode(member.name()) ? member.name() : THIS_HOST;
            String name = base;
            for (int number = 2; !names.add(name); number++) {
                name = base + "-" + number;
            }
            named.add(member.called(name));
        }
        return named;
    }
}
