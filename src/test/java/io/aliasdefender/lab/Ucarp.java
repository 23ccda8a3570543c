package io.aliasdefender.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** ucarp (CARP) as its manual shows it: one alias, a script that adds it and one that removes it, also at the end. */
final class Ucarp extends PeerProgram {
    private static final int SKEW_STEP = 10;

    Ucarp() {
        super("ucarp", "Local advertised ethernet address", "state: BACKUP", "state: MASTER");
    }

    /** Its arguments are its configuration: a file of one argument a line. */
    @Override
    public void configure(LabHost host, LabConfig config, List<LabHost> hosts) {
        if (config.interval().toSeconds() < 1 || config.aliases().size() != 1) {
            throw new LabException("ucarp has intervals of whole seconds, and one alias of IPv4");
        }
        Path folder = host.state().getParent();
        String alias = config.aliases().get(0) + " dev " + Station.INTERFACE;
        Path up = script(folder.resolve("vip-up"), "ip address add " + alias);
        Path down = script(folder.resolve("vip-down"), "ip address del " + alias);
        host.configure(
                "ucarp.arguments",
                String.join(
                        "\n",
                        "--interface=" + Station.INTERFACE,
                        "--srcip=" + host.address(),
                        "--vhid=1",
                        "--pass=laboratory",
                        "--addr=" + config.aliases().get(0).address(),
                        "--advbase=" + config.interval().toSeconds(),
                        "--advskew=" + SKEW_STEP * hosts.indexOf(host),
                        "--upscript=" + up,
                        "--downscript=" + down,
                        "--shutdown"));
    }

    private static Path script(Path file, String command) {
        try {
            Files.writeString(file, "#!/bin/sh\n" + command + "\n");
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException failure) {
            throw new LabException(failure.toString(), failure);
        }
    }

    @Override
    List<String> arguments(LabHost host) {
        try {
            return Files.readAllLines(host.config());
        } catch (IOException failure) {
            throw new LabException(failure.toString(), failure);
        }
    }

    @Override
    public String toString() {
        return "ucarp";
    }
}
