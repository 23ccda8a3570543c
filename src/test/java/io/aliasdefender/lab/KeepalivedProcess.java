package io.aliasdefender.lab;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A keepalived beside whatever else runs on a host, with the file {@code keepalived.conf} of the host's folder. */
final class KeepalivedProcess {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final LabHost host;
    private final Process process;

    private KeepalivedProcess(LabHost host, Process process) {
        this.host = host;
        this.process = process;
    }

    static KeepalivedProcess start(LabHost host) {
        List<String> argv = new ArrayList<>(List.of("env", "--default-signal=HUP,INT,TERM"));
        argv.addAll(new Keepalived()
                .argv(
                        host.state().resolveSibling("keepalived.conf"),
                        host.state().getParent()));
        try {
            return new KeepalivedProcess(
                    host,
                    new ProcessBuilder(host.namespace().command(argv))
                            .redirectInput(new File("/dev/null"))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(host.state()
                                    .resolveSibling("keepalived.log")
                                    .toFile()))
                            .start());
        } catch (IOException failure) {
            throw new LabException("the keepalived of " + host + ": " + failure.getMessage(), failure);
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
    }

    private void awaitEnd() {
        Await.until("the keepalived of " + host + " ends", LIMIT, () -> !process.isAlive());
    }
}
