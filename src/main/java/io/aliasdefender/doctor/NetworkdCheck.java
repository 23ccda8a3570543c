package io.aliasdefender.doctor;

import io.aliasdefender.core.net.KernelView.Link;
import java.util.List;
import java.util.Optional;

/**
 * Whether systemd-networkd takes addresses off that it does not know: it does when it configures an interface (at its
 * restart, too) unless {@code KeepConfiguration=} forbids it (systemd.network(5)).
 */
final class NetworkdCheck {
    private static final String LINKS = "/run/systemd/netif/links/";

    private NetworkdCheck() {}

    static List<Diagnosis> examine(Facts facts) {
        return facts.links().stream()
                .flatMap(link -> judge(facts.inspector(), link).stream())
                .toList();
    }

    private static Optional<Diagnosis> judge(HostInspector inspector, Link link) {
        Ini state = Ini.of(inspector.read(LINKS + link.index()).orEmpty());
        Optional<String> file = state.last("", "NETWORK_FILE");
        if (file.isEmpty() || !state.last("", "ADMIN_STATE").orElse("").startsWith("configur")) {
            return Optional.empty();
        }
        Ini network = Ini.of(inspector.read(file.get()).orEmpty());
        for (String dropIns : List.of(file.get() + ".d", dropIns(file.get()))) {
            inspector.list(dropIns).stream()
                    .filter(name -> name.endsWith(".conf"))
                    .forEach(name ->
                            network.add(inspector.read(dropIns + "/" + name).orEmpty()));
        }
        String keep = network.last("Network", "KeepConfiguration").orElse("no");
        return Optional.of(
                keep.matches("yes|true|on|1|static")
                        ? Diagnosis.ok("systemd-networkd leaves foreign addresses on " + link.name() + " alone")
                        : Diagnosis.warning(
                                "systemd-networkd manages " + link.name()
                                        + " and takes an alias off whenever it restarts (the daemon puts it back)",
                                "mkdir -p " + dropIns(file.get())
                                        + "; printf '[Network]\\nKeepConfiguration=static\\n' > " + dropIns(file.get())
                                        + "/alias-defender.conf; networkctl reload"));
    }

    /** In /etc, whichever folder the file itself is in. */
    private static String dropIns(String file) {
        return "/etc/systemd/network/" + file.substring(file.lastIndexOf('/') + 1) + ".d";
    }
}
