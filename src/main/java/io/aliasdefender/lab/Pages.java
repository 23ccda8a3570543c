package io.aliasdefender.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The status pages of a laboratory's hosts, to be looked at from outside of it: a link for each, on loopback. */
public final class Pages implements AutoCloseable {
    /** Where each host serves its page inside. */
    private static final int PORT = 8600;

    private final Lab lab;
    private final List<Relay> relays = new ArrayList<>();

    private Pages(Lab lab) {
        this.lab = lab;
    }

    /** Opens the way to each host, at port 8601, 8602 and so on where they are free, and whether daemons run or not. */
    public static Pages open(Lab lab) {
        Pages pages = new Pages(lab);
        try {
            for (LabHost host : lab.hosts()) {
                pages.relays.add(relay(host, PORT + 1 + pages.relays.size()));
            }
            return pages;
        } catch (IOException failure) {
            pages.close();
            throw new LabException("no port for the pages: " + failure.getMessage(), failure);
        }
    }

    private static Relay relay(LabHost host, int wanted) throws IOException {
        try {
            return Relay.open(host.namespace(), PORT, wanted);
        } catch (IOException taken) {
            return Relay.open(host.namespace(), PORT, 0);
        }
    }

    /** What a browser on this machine has to open. */
    public String link(LabHost host) {
        return "http://127.0.0.1:" + relays.get(lab.hosts().indexOf(host)).port() + "/";
    }

    /**
     * The line of the configuration by which each host shows the other ones' views and takes orders on its page.
     *
     * @param token that orders need
     */
    public static String configuration(Lab lab, String token) {
        String peers = lab.hosts().stream()
                .map(host -> host.name() + ": \"http://" + host.address() + ":" + PORT + "\"")
                .collect(Collectors.joining(", "));
        return "web: {host: 0.0.0.0, port: " + PORT + ", token-file: " + written(lab, token) + ", peers: {" + peers
                + "}}";
    }

    private static Path written(Lab lab, String token) {
        try {
            Path file = lab.folder().resolve("token");
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, token + "\n");
        } catch (IOException failure) {
            throw new LabException("no token for the pages: " + failure.getMessage(), failure);
        }
    }

    /** Cuts whoever looks off. */
    public void cut(LabHost host) {
        relays.get(lab.hosts().indexOf(host)).close();
    }

    /** Ends that; the link is the same. */
    public void mend(LabHost host) {
        int index = lab.hosts().indexOf(host);
        try {
            relays.set(
                    index, Relay.open(host.namespace(), PORT, relays.get(index).port()));
        } catch (IOException failure) {
            throw new LabException("no port for the page of " + host + ": " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        relays.forEach(Relay::close);
    }
}
