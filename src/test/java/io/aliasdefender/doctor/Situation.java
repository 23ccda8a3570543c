package io.aliasdefender.doctor;

import io.aliasdefender.config.ConfigReader;
import io.aliasdefender.config.HostFacts;
import io.aliasdefender.config.Reading;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.DefaultRoute;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A host to look at: web1 of a pair, with everything in order until a test changes something. */
final class Situation {
    static final MacAddress OWN = MacAddress.of("02:00:00:00:00:11");
    static final String PAIR = """
            nodes: {web1: 192.0.2.11, web2: 192.0.2.12}
            aliases: [{address: 192.0.2.100/24, interface: eth0}]
            """;
    static final String BOTH = """
            nodes: {web1: 192.0.2.11, web2: 192.0.2.12}
            aliases: [{address: 192.0.2.100/24, interface: eth0}, {address: "2001:db8::100/64", interface: eth0}]
            """;

    private final List<Link> links = new ArrayList<>(List.of(new Link(2, "eth0", OWN, true, true, false)));
    private final List<Carried> addresses =
            new ArrayList<>(List.of(carried(2, "192.0.2.11/24"), carried(2, "2001:db8::11/64")));
    private final List<DefaultRoute> routes = new ArrayList<>(List.of(
            new DefaultRoute(IpAddress.of("192.0.2.1"), 2, 0), new DefaultRoute(IpAddress.of("2001:db8::1"), 2, 0)));
    private final RecordedHostInspector inspector = new RecordedHostInspector();
    private Optional<String> yaml = Optional.of(PAIR);
    private DaemonAnswers daemon = DaemonAnswers.NONE;

    static Carried carried(int link, String address) {
        return new Carried(link, Cidr.of(address), Optional.empty(), false);
    }

    RecordedHostInspector inspector() {
        return inspector;
    }

    Situation configured(String text) {
        yaml = Optional.of(text);
        return this;
    }

    Situation unconfigured() {
        yaml = Optional.empty();
        return this;
    }

    Situation daemon(DaemonAnswers running) {
        daemon = running;
        return this;
    }

    Situation link(Link link) {
        links.removeIf(other -> other.index() == link.index());
        links.add(link);
        return this;
    }

    Situation noLinks() {
        links.clear();
        return this;
    }

    /** Instead of what it had. */
    Situation addresses(Carried... others) {
        addresses.clear();
        addresses.addAll(List.of(others));
        return this;
    }

    Situation plus(Carried other) {
        addresses.add(other);
        return this;
    }

    Situation noRoutes() {
        routes.clear();
        return this;
    }

    Facts facts() {
        KernelView kernel = new KernelView(links, addresses, routes);
        HostFacts host = new HostFacts(kernel, "web1", Optional.of("web1"), name -> Optional.empty());
        Path file = Path.of("/etc/alias-defender/alias-defender.yaml");
        Optional<Facts.Configuration> configuration = yaml.map(text -> {
            Reading reading = ConfigReader.read("web.yaml", text.getBytes(StandardCharsets.UTF_8), host);
            return new Facts.Configuration(file, reading);
        });
        return new Facts(inspector, kernel, configuration, Path.of("/run/alias-defender"), daemon);
    }

    /** {@code LEVEL sentence}, one for each finding. */
    static List<String> lines(List<Diagnosis> found) {
        return found.stream()
                .map(diagnosis -> diagnosis.level() + " " + diagnosis.sentence())
                .toList();
    }
}
