package io.aliasdefender.lab;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A keepalived beside whatever else runs on a host, with the file {@code keepalived.conf} of the host's folder. */
final class KeepalivedProcess {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static int count;

    private final LabHost host;
    private final Path log;
    private final Process process;

    private KeepalivedProcess(LabHost host, Path log, Process process) {
        this.host = host;
        this.log = log;
        this.process = process;
    }

    static KeepalivedProcess start(LabHost host) {
        List<String> argv = new ArrayList<>(List.of("env", "--default-signal=HUP,INT,TERM"));
        argv.addAll(new Keepalived()
                .argv(
                        host.state().resolveSibling("keepalived.conf"),
                        host.state().getParent()));
        Path log = host.state().resolveSibling("keepalived-" + ++count + ".log");
        try {
            return new KeepalivedProcess(
                    host,
                    log,
                    new ProcessBuilder(host.namespace().command(argv))
                            .redirectInput(new File("/dev/null"))
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start());
        } catch (IOException failure) {
            throw new LabException("the keepalived of " + host + ": " + failure.getMessage(), failure);
        }
    }

    /** Waits until it says something. */
    void awaitLog(String words) {
        Await.until(
                LIMIT,
                () -> read().contains(words),
                () -> "the keepalived of " + host + " says " + words + ":\n" + read());
    }

    private String read() {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            throw new LabException(failure.toString(), failure);
        }
    }

    /** Ends it as a service manager does: it takes its addresses off. */
    void stop() {
        process.destroy();
        awaitEnd();
    }

    /** Ends it without asking it, its helpers first: those say goodbye when their parent is gone. */
    void kill() {
        process.descendants().forEach(child -> Signal.STOP.sendIfAlive(child.pid()));
        if (process.isAlive()) {
            Signal.STOP.sendIfAlive(process.pid());
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        awaitEnd();
        // Where nobody reaps orphans, the next one would take the killed one's child for a keepalived that runs.
        for (String pid : List.of("keepalived.pid", "vrrp.pid")) {
            try {
                Files.deleteIfExists(host.state().resolveSibling(pid));
            } catch (IOException failure) {
                throw new LabException(failure.toString(), failure);
            }
        }
    }

    private void awaitEnd() {
        Await.until("the keepalived of " + host + " ends", LIMIT, () -> !process.isAlive());
    }
}
