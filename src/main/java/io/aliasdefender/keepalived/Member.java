package io.aliasdefender.keepalived;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.keepalived.HostConfig.Instance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A host of the cluster.
 *
 * @param name of the node
 * @param address its own; empty: nobody said
 * @param also further ones
 * @param config what its file says; empty: it was not given
 * @param instances of its file, by their addresses
 */
record Member(
        String name,
        Optional<IpAddress> address,
        List<IpAddress> also,
        Optional<HostConfig> config,
        Map<IpAddress, Instance> instances) {
    Member {
        also = List.copyOf(also);
    }

    static Member of(HostConfig config, String name, List<IpAddress> addresses) {
        Map<IpAddress, Instance> instances = new HashMap<>();
        for (Instance instance : config.instances()) {
            instance.addresses()
                    .forEach(alias -> instances.putIfAbsent(alias.address().address(), instance));
        }
        return new Member(
                name,
                addresses.stream().findFirst(),
                addresses.isEmpty() ? List.of() : addresses.subList(1, addresses.size()),
                Optional.of(config),
                instances);
    }

    /** A host of which no file was given. */
    static Member of(String name, Optional<IpAddress> address) {
        return new Member(name, address, List.of(), Optional.empty(), Map.of());
    }

    Member at(IpAddress found) {
        return new Member(name, Optional.of(found), also, config, instances);
    }

    Member called(String other) {
        return new Member(other, address, also, config, instances);
    }

    boolean has(IpAddress wanted) {
        return address.filter(wanted::equals).isPresent() || also.contains(wanted);
    }

    /** The instance that has an alias. */
    Optional<Instance> instanceOf(IpAddress alias) {
        return Optional.ofNullable(instances.get(alias));
    }
}
