package io.aliasdefender.keepalived;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.keepalived.HostConfig.Found;
import io.aliasdefender.keepalived.HostConfig.Globals;
import io.aliasdefender.keepalived.HostConfig.Instance;
import io.aliasdefender.keepalived.HostConfig.Track;
import io.aliasdefender.keepalived.HostConfig.VirtualAddress;
import io.aliasdefender.keepalived.parse.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code vrrp_instance}. */
final class InstanceReader {
    private static final int MOST_ROUTER_ID = 255;

    private final Notes notes;
    private final Numbers numbers;
    private final TrackReader tracks;
    private final Globals globals;
    private final HookReader hooks;
    private final GarpReader garp;
    private final AddressReader addressReader;
    private final ElectionReader election;
    private final List<VirtualAddress> addresses = new ArrayList<>();
    private final List<Found<IpAddress>> peers = new ArrayList<>();
    private final List<Track> tracked = new ArrayList<>();
    private final List<Statement> routes = new ArrayList<>();
    private final List<Statement> rules = new ArrayList<>();
    private Optional<Found<String>> link = Optional.empty();
    private Optional<Found<IpAddress>> source = Optional.empty();
    private int routerId;
    private boolean mail;

    InstanceReader(Notes notes, TrackReader tracks, Globals globals) {
        this.notes = notes;
        this.numbers = new Numbers(notes);
        this.tracks = tracks;
        this.globals = globals;
        this.hooks = new HookReader(notes, globals);
        this.garp = new GarpReader(notes, "");
        this.addressReader = new AddressReader(notes);
        this.election = new ElectionReader(notes);
        this.mail = globals.mail().alert();
    }

    Instance read(Statement block) {
        for (Statement statement : block.body()) {
            if (!known(statement)) {
                Vocabulary.instance(statement.keyword())
                        .ifPresentOrElse(
                                meaning ->
                                        notes.add(statement, meaning.kind(), statement.text() + ": " + meaning.text()),
                                () -> HostReader.unknown(statement, notes, Optional.of(block)));
            }
        }
        boolean v6 = addresses.stream()
                .findFirst()
                .map(address -> address.address().address().v6())
                .orElse(false);
        Optional<String> own = link.map(Found::value);
        // keepalived watches that one anyway.
        tracked.removeIf(track -> track.kind() == HostConfig.TrackKind.INTERFACE
                && own.equals(Optional.of(track.name()))
                && ownLink(track));
        String name = block.argument(1).orElse("alias");
        notes.carried(block, block.text() + ": its addresses, which move together");
        return new Instance(
                name,
                block,
                link,
                routerId,
                election.read(block, v6 ? 3 : version(block)),
                source,
                List.copyOf(peers),
                List.copyOf(addresses),
                List.copyOf(tracked),
                hooks.hooks(),
                mail,
                List.copyOf(routes),
                List.copyOf(rules),
                garp.garp().orElse(globals.garp()));
    }

    private int version(Statement block) {
        return block.body().stream()
                .filter(line -> line.keyword().equals("version"))
                .findFirst()
                .flatMap(line -> line.argument(1))
                .filter(word -> word.matches("[23]"))
                .map(Integer::valueOf)
                .orElse(globals.version());
    }

    private boolean ownLink(Track track) {
        notes.carried(track.at(), track.at().text() + ": its own interface, which is watched anyway");
        return true;
    }

    private boolean known(Statement statement) {
        switch (statement.keyword()) {
            case "interface" -> link(statement);
            case "virtual_router_id" -> {
                routerId = numbers.whole(statement, 1, MOST_ROUTER_ID).orElse(0);
                notes.missing(
                        statement,
                        statement.text() + ": the VRRP protocol; the files of the other hosts have the same number");
            }
            case "unicast_src_ip", "mcast_src_ip" -> source(statement);
            case "unicast_peer" -> statement.body().forEach(this::peer);
            case "virtual_ipaddress", "virtual_ipaddress_excluded" ->
                statement.body().forEach(line -> addressReader.read(line).ifPresent(addresses::add));
            case "virtual_routes" -> routes.addAll(statement.body());
            case "virtual_rules" -> rules.addAll(statement.body());
            case "track_script", "track_process", "track_file", "track_interface" ->
                statement.body().forEach(line -> tracks.track(statement, line).ifPresent(tracked::add));
            case "track_bfd" -> bfd(statement, notes);
            case "authentication" -> statement.body().forEach(this::authentication);
            case "smtp_alert" -> {
                mail = GlobalsReader.isOn(statement);
                notes.approximated(statement, statement.text() + ": a hook of kind mail");
            }
            case "use_vmac" ->
                notes.missing(
                        statement,
                        statement.text()
                                + ": the virtual MAC address does not move here; clients learn the MAC address of the"
                                + " new holder by gratuitous ARP. See whether a switch (port security), a static ARP entry or a"
                                + " licence depends on it");
            case "no_accept" ->
                notes.missing(
                        statement,
                        statement.text()
                                + ": the holder answers on its alias here; to drop what is addressed to it, use the"
                                + " host's firewall");
            default -> {
                return hooks.read(statement) || garp.read(statement) || election.takes(statement);
            }
        }
        return true;
    }

    private void link(Statement statement) {
        link = statement.argument(1).map(name -> new Found<>(name, statement));
        notes.carried(statement, statement.text() + ": interface: of its aliases that name no other one");
    }

    private void source(Statement statement) {
        source = statement.argument(1).flatMap(IpAddress::parse).map(address -> new Found<>(address, statement));
        if (source.isPresent()) {
            notes.carried(statement, statement.text() + ": the address of this host in nodes:");
        } else {
            notes.ask(statement, statement.text() + ": this is no address; write this host's into nodes:");
        }
    }

    private void peer(Statement line) {
        Optional<IpAddress> address = IpAddress.parse(line.keyword());
        if (address.isPresent()) {
            peers.add(new Found<>(address.get(), line));
            notes.carried(line, line.text() + ": a node");
        } else {
            notes.ask(line, line.text() + ": this is no address; if it is a host, add it to nodes:");
        }
    }

    private void authentication(Statement line) {
        notes.missing(
                line,
                line.keyword()
                        + ": a plain word in every packet proves nothing, and is not carried over; the nodes here"
                        + " prove themselves to each other by a key (`alias-defender link-key`)"
                        + line.argument(1)
                                .filter(word -> line.keyword().equals("auth_pass") && word.length() > 8)
                                .map(word -> ". keepalived uses its first 8 characters only")
                                .orElse(""));
    }

    static void bfd(Statement statement, Notes notes) {
        notes.missing(
                statement,
                statement.text() + ": BFD; a check of kind ping looks at a neighbour every 100 ms at the fastest");
        statement.body().forEach(line -> notes.missing(line, line.text() + ": BFD"));
    }
}
