package io.aliasdefender.web;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.payload.Settings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * By which names a browser may call this host. A name that somebody else owns can mean any address, this one included
 * (DNS rebinding), and a page that came under that name could then read what we answer; an address, or a name that this
 * host's own configuration knows, is nobody else's.
 */
final class OwnNames {
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private final Supplier<Settings> settings;
    private final Optional<String> hostName;
    private KernelView kernel = KernelView.EMPTY;

    /** @param hostName the system's */
    OwnNames(Vertx vertx, Supplier<Settings> settings, Optional<String> hostName) {
        this.settings = settings;
        this.hostName = hostName;
        Channels.KERNEL.listen(vertx, view -> kernel = view);
        Channels.KERNEL_NOW.ask(vertx, "web").onSuccess(view -> kernel = view);
    }

    /** The system's name for this host; blocks. */
    static Optional<String> hostName() {
        try {
            return Optional.of(Files.readString(HOST_NAME).strip()).filter(name -> !name.isEmpty());
        } catch (IOException otherSystem) {
            return Optional.empty();
        }
    }

    /** @param local the address at which the connection arrived */
    boolean know(String host, Optional<IpAddress> local) {
        String plain = host.replaceAll("[\\[\\]]", "");
        return IpAddress.parse(plain)
                .map(address -> isOurs(address, local))
                .orElseGet(() -> names().contains(lower(plain.replaceFirst("\\.$", ""))));
    }

    private boolean isOurs(IpAddress address, Optional<IpAddress> local) {
        Settings now = settings.get();
        return address.isLoopback()
                || local.filter(address::equals).isPresent()
                || kernel.carries(address)
                || now.nodes().stream().anyMatch(node -> node.address().equals(address))
                || now.aliases().stream()
                        .anyMatch(alias -> alias.placement().address().address().equals(address));
    }

    /** All of them, in lower case; {@code localhost} is nobody else's anywhere. */
    Set<String> names() {
        Settings now = settings.get();
        Set<String> names = new LinkedHashSet<>(Set.of("localhost"));
        hostName.ifPresent(name -> addWithFirstLabel(names, name));
        now.nodes().stream().map(Node::name).forEach(name -> addWithFirstLabel(names, name));
        names.add(lower(now.web().host()));
        names.addAll(now.web().ownNames());
        return names;
    }

    /** Its first label is this host in its own domain; what else follows a label is anybody's. */
    private static void addWithFirstLabel(Set<String> names, String name) {
        names.add(lower(name));
        names.add(lower(name.replaceFirst("\\..*", "")));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
