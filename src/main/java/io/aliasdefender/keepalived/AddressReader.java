package io.aliasdefender.keepalived;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.keepalived.HostConfig.VirtualAddress;
import io.aliasdefender.keepalived.parse.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the lines of {@code virtual_ipaddress}, which are those of {@code ip address add}. */
final class AddressReader {
    private static final int MOST_LABEL_CHARACTERS = 15;
    private static final Set<String> WITH_VALUE = Set.of("scope", "peer", "preferred_lft", "track_group");
    private static final Set<String> ALONE =
            Set.of("no_track", "home", "-nodad", "mngtmpaddr", "noprefixroute", "autojoin", "use_vmac");

    private final Notes notes;

    AddressReader(Notes notes) {
        this.notes = notes;
    }

    Optional<VirtualAddress> read(Statement line) {
        String text = line.keyword();
        int slash = text.indexOf('/');
        Optional<IpAddress> address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            notes.ask(line, line.text() + ": " + text + " is no address, and nothing was made of it");
            return Optional.empty();
        }
        Optional<Cidr> written = Cidr.parse(text);
        if (slash >= 0 && written.isEmpty()) {
            notes.ask(
                    line,
                    line.text() + ": " + text.substring(slash)
                            + " is no prefix length, so that keepalived takes the single"
                            + " address; write the one that is meant");
        }
        Optional<String> device = Optional.empty();
        Optional<String> label = Optional.empty();
        List<String> lost = new ArrayList<>();
        for (int i = 1; i < line.words().size(); i++) {
            String word = line.words().get(i);
            Optional<String> value = line.argument(i + 1);
            switch (word) {
                case "dev" -> device = value;
                case "label" -> label = value;
                case "brd", "broadcast" ->
                    value.filter(broadcast -> isOther(broadcast, written))
                            .ifPresent(broadcast -> lost.add("brd " + broadcast));
                default -> {
                    if (WITH_VALUE.contains(word)) {
                        value.filter(scope -> !scope.equals("global")).ifPresent(scope -> lost.add(word + " " + scope));
                    } else {
                        lost.add(word);
                    }
                }
            }
            i += Set.of("dev", "label", "brd", "broadcast").contains(word) || WITH_VALUE.contains(word) ? 1 : 0;
        }
        describe(line, lost);
        IpAddress alias = address.get();
        return Optional.of(new VirtualAddress(
                written.orElse(new Cidr(alias, alias.bits())),
                written.isPresent(),
                device,
                label.filter(name -> isUsable(name, alias, line)),
                line));
    }

    /** Here the broadcast address is always that of the subnet. */
    private static boolean isOther(String broadcast, Optional<Cidr> network) {
        return !broadcast.equals("+")
                && !network.filter(cidr -> !cidr.address().v6())
                        .map(cidr -> cidr.broadcast().toString().equals(broadcast))
                        .orElse(false);
    }

    private void describe(Statement line, List<String> lost) {
        lost.forEach(word -> notes.missing(
                line,
                word + " of " + line.keyword() + ": "
                        + (ALONE.contains(word) || WITH_VALUE.contains(word.split(" ", 2)[0]) || word.startsWith("brd")
                                ? "an alias has no such thing here; see whether anything depends on it"
                                : "unknown, and nothing was made of it")));
    }

    private boolean isUsable(String label, IpAddress alias, Statement line) {
        boolean good = !alias.v6() && label.length() <= MOST_LABEL_CHARACTERS && label.matches("[^:/\\s]+:[^:/\\s]+");
        if (!good) {
            notes.missing(
                    line,
                    "label " + label + ": "
                            + (alias.v6()
                                    ? "IPv6 addresses have none"
                                    : "a label has the interface, a colon and something more, 15 characters at the most")
                            + "; it was left out");
        }
        return good;
    }
}
