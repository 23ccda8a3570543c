package io.aliasdefender.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file of sections and keys, as systemd's and NetworkManager's; a later text goes on where an earlier one ended. */
final class Ini {
    private record Entry(String section, String key, String value) {}

    private final List<Entry> entries = new ArrayList<>();

    static Ini of(String... texts) {
        Ini ini = new Ini();
        for (String text : texts) {
            ini.add(text);
        }
        return ini;
    }

    void add(String text) {
        String section = "";
        // A backslash at the end of a line goes on in the next one (systemd.syntax(7)).
        for (String line : text.replace("\\\n", " ").lines().map(String::strip).toList()) {
            if (line.startsWith("[") && line.endsWith("]")) {
                section = line.substring(1, line.length() - 1);
            } else if (!line.isEmpty() && "#;".indexOf(line.charAt(0)) < 0 && line.indexOf('=') > 0) {
                int equals = line.indexOf('=');
                entries.add(new Entry(
                        section,
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip()));
            }
        }
    }

    /** Every value of a key, in order. */
    List<String> all(String section, String key) {
        return entries.stream()
                .filter(entry -> entry.section().equals(section) && entry.key().equals(key))
                .map(Entry::value)
                .toList();
    }

    /** The value that counts where the last one does. */
    Optional<String> last(String section, String key) {
        List<String> all = all(section, key);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** The words of a list to which every line adds and that an empty line clears. */
    List<String> words(String section, String key) {
        List<String> words = new ArrayList<>();
        for (String value : all(section, key)) {
            if (value.isEmpty()) {
                words.clear();
            } else {
                words.addAll(List.of(value.split("\\s+")));
            }
        }
        return words;
    }
}
