package io.aliasdefender.doctor;

import io.aliasdefender.core.net.KernelView.Link;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Kernel settings by their names in sysctl(8), {@code net.ipv4.conf.eth0.rp_filter}. */
final class Sysctl {
    private static final String FILE = "/etc/sysctl.d/90-alias-defender.conf";

    private final HostInspector inspector;

    Sysctl(HostInspector inspector) {
        this.inspector = inspector;
    }

    /** A number; empty when this kernel, or this network namespace, has no such setting. */
    OptionalInt value(String key) {
        Optional<String> text = inspector.read(path(key)).value();
        return text.filter(number -> number.matches("-?\\d{1,9}")).isPresent()
                ? OptionalInt.of(Integer.parseInt(text.get()))
                : OptionalInt.empty();
    }

    /** sysctl writes a dot in an interface's name as a slash, and the path the other way round. */
    private static String path(String key) {
        StringBuilder path = new StringBuilder("/proc/sys/");
        key.chars()
                .forEach(
                        character -> path.append((char) (character == '.' ? '/' : character == '/' ? '.' : character)));
        return path.toString();
    }

    /** The names of a setting that exists for an interface and for all of them. */
    static List<String> keys(String family, Link link, String setting) {
        String own = link.name().replace('.', '/');
        return Stream.of("all", own)
                .map(name -> "net." + family + ".conf." + name + "." + setting)
                .toList();
    }

    /** The larger one of an interface's own value and that of all interfaces, which is what counts for most settings. */
    OptionalInt effective(String family, Link link, String setting) {
        return keys(family, link, setting).stream()
                .map(this::value)
                .flatMapToInt(OptionalInt::stream)
                .max();
    }

    /** Those of an interface's names of a setting that have to be changed for a value to count. */
    List<String> above(String family, Link link, String setting, int most) {
        return keys(family, link, setting).stream()
                .filter(key -> value(key).orElse(0) > most)
                .toList();
    }

    /** Commands that set them now and at every boot. */
    static String set(int value, List<String> keys) {
        StringBuilder now = new StringBuilder("sysctl -w");
        StringBuilder later = new StringBuilder();
        keys.forEach(key -> {
            now.append(' ').append(key).append('=').append(value);
            later.append(later.isEmpty() ? "" : "\\n").append(key).append(" = ").append(value);
        });
        return now + "; printf '" + later + "\\n' >> " + FILE;
    }
}
