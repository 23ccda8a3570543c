package io.aliasdefender.cli;

import io.aliasdefender.address.AddressChanger;
import io.aliasdefender.core.PlainText;
import io.aliasdefender.payload.Settings.AddressTool;
import io.aliasdefender.platform.Platform;
import io.netty.channel.epoll.Epoll;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** What a report of a fault needs to say of the program and the host. Opens no socket and asks nobody. */
final class VersionDetails {
    private static final int COLUMNS = 80;
    private static final String INDENT = "  ";
    private static final String JAR = ".jar";
    private static final Path DISTRIBUTION = Path.of("/etc/os-release");

    private VersionDetails() {}

    /** Each line begins with what it is about. */
    static List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("JVM: " + property("java.vm.name") + " " + property("java.vm.version") + " of "
                + property("java.vendor") + ", " + property("java.home"));
        lines.add("system: " + distribution() + property("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, " + platform());
        lines.add("addresses are changed by: " + changer());
        lines.add("event loops: " + transport());
        String libraries = "libraries: " + String.join(" ", libraries());
        String.join("\n" + INDENT, PlainText.wrapped(libraries, COLUMNS - INDENT.length()))
                .lines()
                .forEach(lines::add);
        return lines.stream().map(PlainText::line).toList();
    }

    private static String property(String name) {
        return System.getProperty(name, "?");
    }

    /** As the distribution calls itself; empty where it does not say. */
    private static String distribution() {
        try {
            return Files.readAllLines(DISTRIBUTION).stream()
                    .filter(line -> line.startsWith("PRETTY_NAME="))
                    .map(line -> line.substring(line.indexOf('=') + 1).replace("\"", "") + ", ")
                    .findFirst()
                    .orElse("");
        } catch (IOException none) {
            return "";
        }
    }

    private static String platform() {
        return Platform.current().shortfall().orElse("the kernel is asked directly");
    }

    /** With {@code commands: auto}, the default. */
    private static String changer() {
        try (AddressChanger changer = AddressChanger.of(AddressTool.AUTO)) {
            return changer.name();
        } catch (Exception none) {
            return "nothing: " + Main.sentence(none);
        }
    }

    private static String transport() {
        return Epoll.isAvailable()
                ? "epoll"
                : "java.nio (" + Epoll.unavailabilityCause().getMessage() + ")";
    }

    /** The jars that this program is made of, with their versions. */
    static Collection<String> libraries() {
        Collection<String> found = new TreeSet<>();
        for (String entry : property("java.class.path").split(File.pathSeparator)) {
            if (entry.endsWith(JAR)) {
                found.add(name(entry));
                found.addAll(namedIn(entry));
            }
        }
        return found;
    }

    private static List<String> namedIn(String jar) {
        try (JarFile file = new JarFile(jar)) {
            Manifest manifest = file.getManifest();
            String path = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return path == null
                    ? List.of()
                    : List.of(path.split(" ")).stream()
                            .map(VersionDetails::name)
                            .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static String name(String jar) {
        String file = jar.substring(jar.lastIndexOf('/') + 1);
        return file.endsWith(JAR) ? file.substring(0, file.length() - JAR.length()) : file;
    }
}
