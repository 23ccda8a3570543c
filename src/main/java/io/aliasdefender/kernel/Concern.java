package io.aliasdefender.kernel;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.spec.Witness;
import io.aliasdefender.os.KernelChange;
import io.aliasdefender.payload.Settings;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which of the kernel's changes are about the aliases, or the way to a node or a witness. A host of containers makes and
 * unmakes interfaces and addresses all day that are about nothing of this: they can wait.
 */
final class Concern {
    private final Set<String> interfaces = new HashSet<>();
    private final Set<IpAddress> addresses = new HashSet<>();

    Concern(Settings settings) {
        add(settings);
    }

    /** @param before what they are about is still being released */
    Concern(Settings before, Settings now) {
        add(before);
        add(now);
    }

    private void add(Settings settings) {
        settings.aliases().forEach(alias -> {
            interfaces.add(alias.placement().interfaceName());
            addresses.add(alias.address());
            alias.witnesses().ifPresent(this::addWitnesses);
        });
        settings.nodes().forEach(node -> addresses.add(node.address()));
        addWitnesses(settings.witnesses());
    }

    private void addWitnesses(List<Witness> witnesses) {
        for (Witness witness : witnesses) {
            if (witness instanceof Witness.Fixed fixed) {
                addresses.add(fixed.address());
            }
        }
    }

    /** @param tables without the change yet */
    boolean in(KernelChange change, KernelTables tables) {
        if (change instanceof KernelChange.LinkIs now) {
            return interfaces.contains(now.link().name()) || inLink(now.link().index(), tables);
        }
        if (change instanceof KernelChange.LinkGone gone) {
            return inLink(gone.index(), tables);
        }
        if (change instanceof KernelChange.AddressIs now) {
            return inAddress(now.address(), tables);
        }
        return !(change instanceof KernelChange.AddressGone gone) || inAddress(gone.address(), tables);
    }

    private boolean inAddress(Carried address, KernelTables tables) {
        return named(tables.link(address.linkIndex())) || reaches(address);
    }

    private boolean inLink(int index, KernelTables tables) {
        return named(tables.link(index)) || reaches(tables.v4(index)) || reaches(tables.v6(index));
    }

    private boolean named(Optional<Link> link) {
        return link.filter(there -> interfaces.contains(there.name())).isPresent();
    }

    private boolean reaches(Collection<Carried> some) {
        for (Carried one : some) {
            if (reaches(one)) {
                return true;
            }
        }
        return false;
    }

    private boolean reaches(Carried own) {
        for (IpAddress address : addresses) {
            if (own.address().contains(address)) {
                return true;
            }
        }
        return false;
    }
}
