package io.aliasdefender.platform;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code ifconfig -a} of Solaris, the BSDs and macOS: a line with flags for each interface (on Solaris for each
 * address and family), then indented lines about it. Link-layer addresses are left out, because without ARP nothing is
 * to be compared with them.
 */
public final class IfconfigList {
    private static final Pattern INTERFACE =
            Pattern.compile("([A-Za-z][\\w./-]*)(:\\d+)?: flags=\\p{XDigit}+<([^>]*)>(.*)");
    private static final Pattern INDEX = Pattern.compile("\\bindex (\\d{1,9})\\b");
    private static final MacAddress NO_MAC = new MacAddress(0);
    private static final IpAddress NONE = IpAddress.ofV4(0);

    private final Map<String, Link> links = new LinkedHashMap<>();
    private final List<Carried> addresses = new ArrayList<>();

    private String name = "";
    private Optional<String> label = Optional.empty();
    private Set<String> flags = Set.of();

    private IfconfigList() {}

    /** What is listed. */
    public record Listed(List<Link> links, List<Carried> addresses) {}

    public static Listed parse(String text) {
        IfconfigList list = new IfconfigList();
        text.lines().forEach(list::line);
        return new Listed(List.copyOf(list.links.values()), List.copyOf(list.addresses));
    }

    private void line(String line) {
        Matcher matcher = INTERFACE.matcher(line);
        if (matcher.matches()) {
            name = matcher.group(1);
            label = Optional.ofNullable(matcher.group(2)).map(number -> name + number);
            flags = Set.of(matcher.group(3).split(","));
            begin(matcher.group(4));
        } else if (links.containsKey(name) && !line.isBlank() && Character.isWhitespace(line.charAt(0))) {
            about(List.of(line.strip().split("\\s+")));
        }
    }

    private void begin(String rest) {
        Matcher index = INDEX.matcher(rest);
        int number = index.find() ? Integer.parseInt(index.group(1)) : links.size() + 1;
        boolean up = flags.contains("UP");
        boolean carrier = flags.contains("RUNNING") && !flags.contains("FAILED");
        Link known = links.get(name);
        if (known == null) {
            links.put(name, new Link(number, name, NO_MAC, up, carrier, flags.contains("LOOPBACK")));
        } else if (label.isEmpty()) {
            // Solaris lists an interface once for each family; what is well in one of them is well.
            links.put(
                    name,
                    new Link(
                            known.index(),
                            name,
                            NO_MAC,
                            known.up() || up,
                            known.carrier() || carrier,
                            known.loopback()));
        }
    }

    private void about(List<String> words) {
        switch (words.get(0)) {
            case "inet" -> onePastTheName(words, this::v4);
            case "inet6" -> onePastTheName(words, this::v6);
            case "status:" -> status(words.subList(1, words.size()));
            default -> {
                // Options, media and what else there is.
            }
        }
    }

    /** Text that ends in the middle of a line says nothing. */
    private static void onePastTheName(List<String> words, Consumer<List<String>> reader) {
        if (words.size() > 1) {
            reader.accept(words);
        }
    }

    /** BSD and macOS say of the cable here what RUNNING does not say. */
    private void status(List<String> words) {
        Link link = links.get(name);
        boolean away = words.equals(List.of("no", "carrier")) || words.equals(List.of("inactive"));
        links.put(name, new Link(link.index(), name, NO_MAC, link.up(), link.carrier() && !away, link.loopback()));
    }

    private void v4(List<String> words) {
        String[] parts = words.get(1).split("/");
        Optional<IpAddress> address = IpAddress.parse(parts[0]);
        Optional<Integer> length = parts.length > 1
                ? Optional.of(parts[1])
                        .filter(digits -> digits.matches("\\d{1,2}"))
                        .map(Integer::valueOf)
                : after("netmask", words).flatMap(IfconfigList::prefixLength);
        if (address.isPresent() && length.isPresent() && length.get() <= 32) {
            add(new Cidr(address.get(), length.get()), words);
        }
    }

    private void v6(List<String> words) {
        String[] parts = words.get(1).split("/");
        Optional<IpAddress> address = IpAddress.parse(parts[0].split("%")[0]);
        Optional<Integer> length = (parts.length > 1 ? Optional.of(parts[1]) : after("prefixlen", words))
                .filter(digits -> digits.matches("\\d{1,3}"))
                .map(Integer::valueOf);
        if (address.isPresent() && length.isPresent() && length.get() <= 128) {
            add(new Cidr(address.get(), length.get()), words);
        }
    }

    private void add(Cidr address, List<String> words) {
        boolean logical = label.isPresent();
        boolean down = logical && !flags.contains("UP");
        boolean duplicate = flags.contains("DUPLICATE") || words.contains("duplicated");
        // An address that is there and not up is not answered for; but its number is taken.
        boolean tentative = down || duplicate || words.contains("tentative");
        if (logical || !address.address().equals(NONE)) {
            // The numbers of the families are apart, and only IPv4 addresses are called by theirs.
            Optional<String> called = address.address().v6() ? Optional.empty() : label;
            addresses.add(new Carried(links.get(name).index(), address, called, tentative, duplicate));
        }
    }

    private static Optional<String> after(String word, List<String> words) {
        int at = words.indexOf(word);
        return at >= 0 && at + 1 < words.size() ? Optional.of(words.get(at + 1)) : Optional.empty();
    }

    /** {@code ffffff00}, {@code 0xffffff00} or {@code 255.255.255.0}. */
    private static Optional<Integer> prefixLength(String netmask) {
        String digits = netmask.startsWith("0x") ? netmask.substring(2) : netmask;
        if (digits.matches("\\p{XDigit}{1,8}")) {
            return Cidr.prefixLengthOf(IpAddress.ofV4(Integer.parseUnsignedInt(digits, 16)));
        }
        return IpAddress.parse(netmask).filter(address -> !address.v6()).flatMap(Cidr::prefixLengthOf);
    }
}
