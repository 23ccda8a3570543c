package io.aliasdefender.doctor;

import io.aliasdefender.config.Reading;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.Settings;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What every check starts from.
 *
 * @param kernel links, addresses and default routes of this moment
 * @param configuration the file and what came of reading it; empty: there is none
 * @param daemon the running daemon's own words; empty: none answers
 */
record Facts(
        HostInspector inspector,
        KernelView kernel,
        Optional<Configuration> configuration,
        Path stateFolder,
        DaemonAnswers daemon) {

    /** A configuration file as this host reads it. */
    record Configuration(Path file, Reading reading) {}

    Optional<Settings> settings() {
        return configuration.flatMap(known -> known.reading().settings());
    }

    List<AliasSpec> aliases() {
        return settings().map(Settings::aliases).orElse(List.of());
    }

    /** The interfaces that carry aliases or are to do so; without a configuration all that could. */
    List<Link> links() {
        List<String> named = aliases().stream()
                .map(AliasSpec::placement)
                .filter(Placement::placed)
                .map(Placement::interfaceName)
                .distinct()
                .toList();
        return kernel.links().stream()
                .filter(link -> named.isEmpty() ? couldCarry(link) : named.contains(link.name()))
                .sorted(Comparator.comparing(Link::name))
                .toList();
    }

    private boolean couldCarry(Link link) {
        return !link.loopback() && link.up() && !addressesOf(link).isEmpty();
    }

    List<Carried> addressesOf(Link link) {
        return kernel.addresses().stream()
                .filter(carried -> carried.linkIndex() == link.index()
                        && !(carried.address().address().v6()
                                && carried.address().address().isLinkLocal()))
                .toList();
    }

    /** Other interfaces with an address in a network of this one: there, answers may come by another way. */
    List<String> sharing(Link link) {
        return kernel.links().stream()
                .filter(other -> other.index() != link.index() && other.up() && !other.loopback())
                .filter(other -> addressesOf(other).stream()
                        .anyMatch(theirs -> addressesOf(link).stream()
                                .anyMatch(ours ->
                                        ours.address().contains(theirs.address().address()))))
                .map(Link::name)
                .toList();
    }

    boolean hasV6Alias() {
        return aliases().stream().anyMatch(alias -> alias.address().v6());
    }

    boolean isAlias(IpAddress address) {
        return aliases().stream().anyMatch(alias -> alias.address().equals(address));
    }
}
