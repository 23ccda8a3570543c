package io.aliasdefender.config;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One line of {@code hostname.alias}, cut into its fields. */
record HostnameAliasLine(
        Located<String> nic,
        Located<String> alias,
        Located<String> netmask,
        Located<String> partner,
        Located<String> primary) {
    private static final int FIELDS = 5;
    private static final String FORM = "write Nic | Alias IP | NetMask | Partner | Primary";
    private static final Map<String, Boolean> PRIMARY = Map.of(
            "yes",
            true,
            "y",
            true,
            "true",
            true,
            "1",
            true,
            "primary",
            true,
            "no",
            false,
            "n",
            false,
            "false",
            false,
            "0",
            false,
            "secondary",
            false);

    /** Every line with five fields; what is wrong with the others is told. */
    static List<HostnameAliasLine> allOf(String text, Findings findings) {
        List<HostnameAliasLine> lines = new ArrayList<>();
        Iterator<String> raw = text.lines().iterator();
        for (int number = 1; raw.hasNext() && lines.size() <= YamlAliases.MAX_ALIASES; number++) {
            String line = raw.next().replaceFirst("#.*", "");
            if (!line.isBlank()) {
                parse(line, number, findings).ifPresent(lines::add);
            }
        }
        if (lines.size() > YamlAliases.MAX_ALIASES) {
            findings.error(
                    lines.get(YamlAliases.MAX_ALIASES).nic().at(),
                    "there are more than " + YamlAliases.MAX_ALIASES + " aliases",
                    "write fewer");
        }
        return lines;
    }

    private static Optional<HostnameAliasLine> parse(String line, int number, Findings findings) {
        List<Located<String>> fields = new ArrayList<>();
        int start = 0;
        while (start <= line.length() && fields.size() <= FIELDS) {
            int bar = line.indexOf('|', start);
            int end = bar < 0 ? line.length() : bar;
            String field = line.substring(start, end);
            int leading = field.length() - field.stripLeading().length();
            fields.add(new Located<>(field.strip(), new At(number, start + leading + 1)));
            start = end + 1;
        }
        At at = fields.get(0).at();
        if (fields.size() != FIELDS) {
            String count = fields.size() > FIELDS ? "more than " + FIELDS : "only " + fields.size() + " of " + FIELDS;
            findings.error(at, "the line has " + count + " fields", FORM);
            return Optional.empty();
        }
        Optional<Located<String>> empty =
                fields.stream().filter(field -> field.value().isEmpty()).findFirst();
        if (empty.isPresent()) {
            int index = fields.indexOf(empty.get()) + 1;
            findings.error(empty.get().at(), "field " + index + " of the line is empty", FORM);
            return Optional.empty();
        }
        if (fields.get(0).value().equalsIgnoreCase("nic")
                && fields.get(2).value().equalsIgnoreCase("netmask")) {
            findings.error(at, "this is the heading, not an alias", "write # before it");
            return Optional.empty();
        }
        return Optional.of(
                new HostnameAliasLine(fields.get(0), fields.get(1), fields.get(2), fields.get(3), fields.get(4)));
    }

    Optional<Boolean> isPrimary(Findings findings) {
        Boolean known = PRIMARY.get(primary.value().toLowerCase(Locale.ROOT));
        if (known == null) {
            findings.error(primary.at(), "Primary " + Quoted.of(primary.value()) + " is not known", "write yes or no");
        }
        return Optional.ofNullable(known);
    }

    Optional<Cidr> cidr(Subnets subnets, Findings findings) {
        Optional<IpAddress> address = judged(AddressText.address(alias.value()), alias, "Alias IP", findings);
        return address.flatMap(good -> judged(
                AddressText.withNetmask(good, netmask.value(), subnets::probablePrefix), netmask, "NetMask", findings));
    }

    <T> Optional<T> judged(Verdict<T> verdict, Located<String> field, String what, Findings findings) {
        return new Values(findings).judged(verdict, field.at(), what);
    }
}
