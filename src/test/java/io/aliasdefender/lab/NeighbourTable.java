package io.aliasdefender.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Room for thousands of neighbours of both families: the kernel's limit is one for all namespaces of this machine together.
 * Closing it brings the machine's own back.
 */
public final class NeighbourTable implements AutoCloseable {
    private static final String ROOM = "65536";

    /** What was there before, the first one that is to be brought back first. */
    private final Map<Path, String> before = new LinkedHashMap<>();

    private final Thread atExit = new Thread(this::restore, "neighbour-table");

    private NeighbourTable() throws IOException {
        for (String family : new String[] {"ipv4", "ipv6"}) {
            for (String limit : new String[] {"gc_thresh2", "gc_thresh3"}) {
                Path parameter = Path.of("/proc/sys/net", family, "neigh/default", limit);
                before.put(parameter, number(parameter));
            }
        }
    }

    public static NeighbourTable enlarge() throws IOException {
        NeighbourTable table = new NeighbourTable();
        Runtime.getRuntime().addShutdownHook(table.atExit);
        for (Path parameter : table.before.keySet()) {
            Files.writeString(parameter, ROOM);
        }
        return table;
    }

    /** By lines: asked for a single byte first, as for a whole file of unknown size, the kernel gives that byte alone. */
    private static String number(Path parameter) throws IOException {
        return Files.readAllLines(parameter).get(0);
    }

    private void restore() {
        try {
            for (Map.Entry<Path, String> parameter : before.entrySet()) {
                Files.writeString(parameter.getKey(), parameter.getValue());
            }
        } catch (IOException failure) {
            throw new LabException("cannot bring back " + before + ": " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        restore();
    }
}
