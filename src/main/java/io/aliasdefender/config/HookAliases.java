package io.aliasdefender.config;

import io.aliasdefender.core.net.IpAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which aliases a hook is told of: addresses, and names of groups.
 *
 * @param aliases all of the file, whichever host has them
 * @param groups the names of all of the file, whether they are right or not
 */
record HookAliases(Set<IpAddress> aliases, Set<String> groups) {
    private static final String EXAMPLE =
            "write aliases: [192.0.2.100, web], with addresses of aliases or names of groups";

    /** Those of a file whose aliases were read. */
    static HookAliases of(AliasTable table, Yaml groups) {
        Set<String> names = new LinkedHashSet<>();
        if (groups instanceof Yaml.Entries map) {
            map.entries().forEach(entry -> names.add(entry.key()));
        }
        return new HookAliases(table.written(), names);
    }

    /** @param written null: it is told of all */
    Set<String> read(Yaml written, Values values, Findings findings) {
        Set<String> about = new LinkedHashSet<>();
        if (written == null) {
            return about;
        }
        // One is as good as a list of it.
        List<Yaml> items = written instanceof Yaml.Items ? values.list(written, "aliases", EXAMPLE) : List.of(written);
        for (Yaml item : items) {
            word(item, values, findings).filter(word -> !about.add(word)).ifPresent(word -> {
                findings.error(
                        item.at(), "aliases: " + Quoted.of(word) + " is in this list twice", "keep one of the two");
            });
        }
        return about;
    }

    private Optional<String> word(Yaml item, Values values, Findings findings) {
        Optional<String> text = values.raw(item, "aliases", EXAMPLE);
        if (text.isEmpty() || groups.contains(text.get())) {
            return text;
        }
        if (!AddressText.looksLikeAddress(text.get())) {
            findings.error(
                    item.at(),
                    "aliases: there is no group " + Quoted.of(text.get()),
                    Nearest.to(text.get(), groups).map(near -> "write " + near).orElse(EXAMPLE));
            return Optional.empty();
        }
        Optional<IpAddress> address = values.judged(AddressText.address(text.get()), item.at(), "aliases:");
        if (address.isPresent() && !aliases.contains(address.get())) {
            findings.error(
                    item.at(),
                    "aliases: " + address.get() + " is no alias of this file",
                    "add it below aliases:, or write one that is there");
            return Optional.empty();
        }
        return address.map(IpAddress::toString);
    }
}
