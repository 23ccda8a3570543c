package io.aliasdefender.address;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressAction.Kind;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.spec.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts aliases behind the host's own address. Of the IPv4 addresses that an interface has of one subnet, Linux takes the
 * first one for its primary address: the host's own connections leave from it, and where the interface does not promote
 * secondaries all others go with it. An alias becomes the first one when it is there while the host's own address is not
 * (a network manager that is restarted, a late DHCP).
 */
final class SubnetOrder {
    /** Nobody waits for the results of these. */
    private static final long ID = 0;

    private record Subnet(int linkIndex, Cidr network) {}

    private SubnetOrder() {}

    /**
     * What is to be done, as one batch, so that no alias is before an own address of its subnet. One whose lifetime is as good as
     * over is left to its end.
     *
     * @param now by {@link PutBack#now}, before the kernel was read
     */
    static List<AddressAction> restore(KernelView kernel, Set<IpAddress> aliases, Duration now) {
        List<AddressAction> back = early(kernel, aliases).stream()
                .flatMap(alias -> kernel
                        .carried(alias.interfaceName(), alias.address())
                        .flatMap(carried -> PutBack.of(alias, carried, now))
                        .stream())
                .toList();
        List<AddressAction> actions = new ArrayList<>();
        back.forEach(add -> actions.add(new AddressAction(ID, Kind.REMOVE, add.placement())));
        actions.addAll(back);
        return actions;
    }

    /** The aliases that are before an own address, in the kernel's order. */
    static List<Placement> early(KernelView kernel, Set<IpAddress> aliases) {
        Map<Subnet, List<Carried>> subnets = new LinkedHashMap<>();
        for (Carried carried : kernel.addresses()) {
            Cidr address = carried.address();
            if (!address.address().v6()) {
                subnets.computeIfAbsent(
                                new Subnet(carried.linkIndex(), new Cidr(address.network(), address.prefixLength())),
                                any -> new ArrayList<>(1))
                        .add(carried);
            }
        }
        List<Placement> early = new ArrayList<>();
        subnets.forEach((subnet, carried) -> {
            boolean aliasFirst = aliases.contains(carried.get(0).address().address())
                    && !carried.get(0).secondary();
            Optional<Link> link = kernel.link(subnet.linkIndex());
            if (aliasFirst && link.isPresent()) {
                early.addAll(beforeOwn(carried, aliases, link.get().name()));
            }
        });
        return early;
    }

    private static List<Placement> beforeOwn(List<Carried> carried, Set<IpAddress> aliases, String interfaceName) {
        List<Placement> before = new ArrayList<>();
        for (Carried one : carried) {
            if (!aliases.contains(one.address().address())) {
                return before;
            }
            before.add(new Placement(one.address(), interfaceName, one.label()));
        }
        // There is no own address of this subnet.
        return List.of();
    }
}
