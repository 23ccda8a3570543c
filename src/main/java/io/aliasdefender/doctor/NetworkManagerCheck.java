package io.aliasdefender.doctor;

import io.aliasdefender.core.net.KernelView.Link;
import java.util.List;

/** Whether NetworkManager manages an alias's interface: it takes foreign addresses off when it activates it anew. */
final class NetworkManagerCheck {
    private NetworkManagerCheck() {}

    static List<Diagnosis> examine(Facts facts) {
        return facts.links().stream()
                .filter(link -> facts.inspector().read(device(link)).value().isPresent())
                .map(link -> judge(facts.inspector(), link))
                .toList();
    }

    private static String device(Link link) {
        return "/run/NetworkManager/devices/" + link.index();
    }

    private static Diagnosis judge(HostInspector inspector, Link link) {
        Ini state = Ini.of(inspector.read(device(link)).orEmpty());
        boolean managed = state.last("device", "managed").orElse("unknown").matches("yes|true|full");
        return managed
                ? Diagnosis.warning(
                        "NetworkManager manages " + link.name()
                                + " and takes an alias off whenever it activates the connection anew (the daemon puts it"
                                + " back)",
                        "let ifupdown or systemd-networkd configure " + link.name()
                                + ", and: printf '[keyfile]\\nunmanaged-devices=interface-name:" + link.name()
                                + "\\n' > /etc/NetworkManager/conf.d/90-alias-defender.conf; nmcli general reload")
                : Diagnosis.ok("NetworkManager leaves " + link.name() + " alone");
    }
}
