package io.aliasdefender.keepalived;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.keepalived.HostConfig.Instance;
import java.util.List;
import java.util.Optional;

/**
 * A host of the cluster.
 *
 * @param name of the node
 * @param address its own; empty: nobody said
 * @param also further ones
 * @param config what its file says; empty: it was not given
 */
record Member(String name, Optional<IpAddress> address, List<IpAddress> also, Optional<HostConfig> config) {
    Member {
        also = List.copyOf(also);
    }

    Member at(IpAddress found) {
        return new Member(name, Optional.of(found), also, config);
    }

    Member called(String other) {
        return new Member(other, address, also, config);
    }

    boolean has(IpAddress wanted) {
        return address.filter(wanted::equals).isPresent() || also.contains(wanted);
    }

    /** The instance that has an alias. */
    Optional<Instance> instanceOf(IpAddress alias) {
        return config.stream()
                .flatMap(file -> file.instances().stream())
                .filter(instance -> instance.addresses().stream()
                        .anyMatch(address -> address.address().address().equals(alias)))
                .findFirst();
    }
}
