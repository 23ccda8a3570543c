package io.aliasdefender.announce;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.os.ArpSocket;
import io.aliasdefender.os.NdSocket;
import io.aliasdefender.os.Sysctl;
import io.aliasdefender.platform.Platform;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Tells the network that this host has an address; keeps one socket for each link and family. */
public final class Announcer implements AutoCloseable {
    private record Key(Link link, boolean v6) {}

    private final Map<Key, ArpSocket> arp = new HashMap<>();
    private final Map<Key, NdSocket> nd = new HashMap<>();

    /** Opens what announcing will need; what cannot be opened is told by {@link #announce}. */
    public void prepare(Placement placement, KernelView kernel) {
        if (!Platform.current().nativeAccess()) {
            return;
        }
        kernel.link(placement.interfaceName()).ifPresent(link -> {
            Key key = new Key(link, placement.address().address().v6());
            try {
                if (key.v6()) {
                    nd(key);
                } else {
                    arp(key);
                }
            } catch (IOException toldLater) {
                // Nothing is lost but time.
            }
        });
    }

    /**
     * Announces once; empty when it was sent, else a sentence that says why not.
     *
     * @param both IPv4 as a request and as a reply; else as a request alone
     */
    public Optional<String> announce(Placement placement, boolean both, KernelView kernel) {
        if (!Platform.current().nativeAccess()) {
            // The kernels of these systems announce an address themselves when it comes up.
            return Optional.empty();
        }
        Optional<Link> link = kernel.link(placement.interfaceName());
        if (link.isEmpty()) {
            return Optional.of("there is no interface " + placement.interfaceName());
        }
        forgetOldLinks(kernel);
        IpAddress address = placement.address().address();
        Key key = new Key(link.get(), address.v6());
        try {
            if (address.v6()) {
                return nd(key).announce(address, Sysctl.forwardsIpv6(placement.interfaceName()));
            }
            return both ? arp(key).announce(address) : arp(key).announceAsRequest(address);
        } catch (IOException failure) {
            return Optional.of(failure.getMessage());
        }
    }

    private ArpSocket arp(Key key) throws IOException {
        ArpSocket known = arp.get(key);
        if (known == null) {
            known = ArpSocket.openToSend(key.link().index(), key.link().mac());
            arp.put(key, known);
        }
        return known;
    }

    private NdSocket nd(Key key) throws IOException {
        NdSocket known = nd.get(key);
        if (known == null) {
            known = NdSocket.openToSend(key.link().index(), key.link().mac());
            nd.put(key, known);
        }
        return known;
    }

    /** A link that was made again has another index, and one that changed its MAC must announce the new one. */
    private void forgetOldLinks(KernelView kernel) {
        arp.entrySet().removeIf(entry -> {
            boolean old = isOld(entry.getKey(), kernel);
            if (old) {
                entry.getValue().close();
            }
            return old;
        });
        nd.entrySet().removeIf(entry -> {
            boolean old = isOld(entry.getKey(), kernel);
            if (old) {
                entry.getValue().close();
            }
            return old;
        });
    }

    private static boolean isOld(Key key, KernelView kernel) {
        return kernel.link(key.link().index())
                .filter(link -> link.name().equals(key.link().name())
                        && link.mac().equals(key.link().mac()))
                .isEmpty();
    }

    @Override
    public void close() {
        arp.values().forEach(ArpSocket::close);
        nd.values().forEach(NdSocket::close);
        arp.clear();
        nd.clear();
    }
}
