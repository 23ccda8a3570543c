package io.aliasdefender.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Room for thousands of neighbours: the kernel's limit is one for all namespaces of this machine together. Closing it
 * brings the machine's own back.
 */
final class NeighbourTable implements AutoCloseable {
    private static final Path LIMIT = Path.of("/proc/sys/net/ipv4/neigh/default/gc_thresh3");
    private static final Path KEPT = Path.of("/proc/sys/net/ipv4/neigh/default/gc_thresh2");
    private static final int ROOM = 65_536;

    private final String limit;
    private final String kept;
    private final Thread atExit = new Thread(this::restore, "neighbour-table");

    private NeighbourTable(String limit, String kept) {
        this.limit = limit;
        this.kept = kept;
    }

    static NeighbourTable enlarge() throws IOException {
        NeighbourTable table = new NeighbourTable(number(LIMIT), number(KEPT));
        Runtime.getRuntime().addShutdownHook(table.atExit);
        Files.writeString(LIMIT, Integer.toString(ROOM));
        Files.writeString(KEPT, Integer.toString(ROOM));
        return table;
    }

    /** By lines: asked for a single byte first, as for a whole file of unknown size, the kernel gives that byte alone. */
    private static String number(Path parameter) throws IOException {
        return Files.readAllLines(parameter).get(0);
    }

    private void restore() {
        try {
            Files.writeString(KEPT, kept);
            Files.writeString(LIMIT, limit);
        } catch (IOException failure) {
            throw new LabException("cannot bring back " + LIMIT + " = " + limit + ": " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        restore();
    }
}
