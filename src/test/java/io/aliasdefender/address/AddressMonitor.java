package io.aliasdefender.address;

import static io.aliasdefender.os.Namespaces.ip;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What the kernel tells of the addresses of a host. */
final class AddressMonitor implements AutoCloseable {
    private static final String MARKER = "127.0.0.2";
    private final String host;
    private final Process process;
    private final StringBuilder text = new StringBuilder();

    AddressMonitor(String host) throws Exception {
        this.host = host;
        process = new ProcessBuilder("ip", "-n", host, "-o", "monitor", "address").start();
        Thread reader = new Thread(this::read, "monitor");
        reader.setDaemon(true);
        reader.start();
        while (!text().contains(MARKER)) {
            mark(MARKER);
        }
    }

    private void read() {
        try {
            process.inputReader(StandardCharsets.UTF_8).lines().forEach(line -> {
                synchronized (text) {
                    text.append(line).append('\n');
                }
            });
        } catch (UncheckedIOException closed) {
            // The process was ended.
        }
    }

    private String text() {
        synchronized (text) {
            return text.toString();
        }
    }

    private void mark(String marker) throws Exception {
        ip("-n", host, "address", "replace", marker + "/8", "dev", "lo");
        ip("-n", host, "address", "del", marker + "/8", "dev", "lo");
    }

    /** All until now: what was told before a last marker. */
    String told() throws Exception {
        mark("127.0.0.3");
        while (!text().contains("127.0.0.3")) {
            Thread.onSpinWait();
        }
        return text();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
