package io.aliasdefender.link;

import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.link.protocol.Body.MacTold;
import io.aliasdefender.payload.Settings;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The link-layer addresses that this host tells the others. */
final class OwnMacs {
    /** Half of a message at the most, so that there is room for aliases. */
    private static final int MOST = 12;

    private OwnMacs() {}

    /** Of the host's own addresses, that of the configuration first. */
    static List<MacTold> of(Settings settings, KernelView kernel) {
        Set<Object> aliases = new HashSet<>();
        settings.aliases().forEach(alias -> aliases.add(alias.address()));
        return kernel.addresses().stream()
                .filter(carried -> !aliases.contains(carried.address().address()))
                .filter(carried -> !carried.address().address().isLinkLocal())
                .flatMap(carried -> kernel.links().stream()
                        .filter(link -> link.index() == carried.linkIndex() && link.neighbourly())
                        .map(link -> new MacTold(carried.address(), link.mac())))
                .sorted(Comparator.comparing(
                        told -> !told.address().address().equals(settings.self().address())))
                .limit(MOST)
                .toList();
    }
}
