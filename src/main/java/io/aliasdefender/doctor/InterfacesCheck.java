package io.aliasdefender.doctor;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether each alias has an interface that is up, with a subnet around it, and a router where it counts on one. */
final class InterfacesCheck {
    private InterfacesCheck() {}

    static List<Diagnosis> examine(Facts facts) {
        List<Diagnosis> found = new ArrayList<>();
        facts.links().forEach(link -> found.add(state(link)));
        facts.aliases().forEach(alias -> place(alias, facts).ifPresent(found::add));
        if (facts.links().isEmpty() && facts.aliases().isEmpty()) {
            found.add(Diagnosis.error(
                    "no interface of this host is up and has an address", "ip link set IF up; ip address add ..."));
        }
        return found;
    }

    private static Diagnosis state(Link link) {
        if (!link.up()) {
            return Diagnosis.error(link.name() + " is down", "ip link set " + link.name() + " up");
        }
        return link.carrier()
                ? Diagnosis.ok(link.name() + " is up and has a carrier")
                : Diagnosis.error(link.name() + " has no carrier", "look at the cable and the switch port");
    }

    private static Optional<Diagnosis> place(AliasSpec alias, Facts facts) {
        Placement placement = alias.placement();
        if (!placement.placed()) {
            return Optional.of(Diagnosis.error(
                    "no interface carries the subnet of " + placement.address() + ", so nothing can be defended",
                    "give the interface an address of that subnet, or write `interface:`"));
        }
        Optional<Link> link = facts.kernel().link(placement.interfaceName());
        if (link.isEmpty()) {
            return Optional.of(Diagnosis.error(
                    "this host has no interface " + placement.interfaceName() + " for " + placement.address(),
                    "write `interface:` with one of those that `ip link` shows"));
        }
        List<Carried> here = facts.addressesOf(link.get());
        Optional<Carried> failed = here.stream()
                .filter(carried -> carried.address().equals(placement.address()) && carried.tentative())
                .findFirst();
        if (failed.isPresent()) {
            return Optional.of(Diagnosis.error(
                    placement + " is there, but duplicate address detection has not ended well: it does not answer",
                    "ip address del " + placement.address() + " dev " + placement.interfaceName()));
        }
        return subnet(placement, here, facts);
    }

    private static Optional<Diagnosis> subnet(Placement placement, List<Carried> here, Facts facts) {
        Cidr wanted = placement.address();
        Optional<Carried> other = here.stream()
                .filter(carried -> carried.address().address().equals(wanted.address())
                        && !carried.address().equals(wanted))
                .findFirst();
        if (other.isPresent()) {
            return Optional.of(Diagnosis.warning(
                    placement.interfaceName() + " has " + other.get().address() + ", not " + wanted,
                    "correct the prefix in the configuration, or: ip address del "
                            + other.get().address() + " dev " + placement.interfaceName()));
        }
        boolean around = here.stream()
                .anyMatch(carried -> !facts.isAlias(carried.address().address())
                        && carried.address().contains(wanted.address()));
        return around
                ? Optional.empty()
                : Optional.of(Diagnosis.warning(
                        placement.interfaceName() + " has no address of its own in the subnet of " + wanted
                                + ", so nobody on the link can be asked from it",
                        "ip address add OWN-ADDRESS/" + wanted.prefixLength() + " dev " + placement.interfaceName()));
    }
}
