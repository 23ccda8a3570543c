package io.aliasdefender.lab;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/** The service of a host, which clients reach at the alias: a web server, a process of its own. */
final class Service implements AutoCloseable {
    static final int PORT = 80;

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private final LabHost host;
    private Process process;
    private Thread reader;
    private volatile long listeningNanos;
    private volatile long askedNanos;

    /** Does not run yet. */
    Service(LabHost host) {
        this.host = host;
    }

    /** Has the number of the process; the last one while none runs. */
    static Path pidFile(LabHost host) {
        return host.state().resolveSibling("service.pid");
    }

    /** What the process is called, as {@code ps} shows it: unlike any other of this machine, of the length that the kernel keeps. */
    static String processName(LabHost host) {
        return host.namespace().name();
    }

    /** Starts it and waits until it listens; gives the moment from which on it did. */
    long start() {
        if (process != null && process.isAlive()) {
            throw new LabException("the service of " + host + " runs already");
        }
        listeningNanos = 0;
        try {
            // The name of a process is that of the file that it was started from.
            Path java = host.state().resolveSibling(processName(host));
            if (!Files.isSymbolicLink(java)) {
                Files.createSymbolicLink(java, Path.of(DaemonCommand.java()));
            }
            process = new ProcessBuilder(host.namespace().command(WebServer.argv(java.toString(), PORT, host.name())))
                    .redirectInput(new File("/dev/null"))
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            pidFile(host).resolveSibling("service.log").toFile()))
                    .start();
            Path written = Files.writeString(pidFile(host).resolveSibling("service.pid.new"), process.pid() + "\n");
            Files.move(written, pidFile(host), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new LabException("the service of " + host + ": " + failure.getMessage(), failure);
        }
        BufferedReader said = process.inputReader(StandardCharsets.US_ASCII);
        reader = new Thread(() -> read(said), "lab-service-" + host);
        reader.setDaemon(true);
        reader.start();
        Await.until("the service of " + host + " listens", START_LIMIT, () -> listeningNanos != 0);
        return listeningNanos;
    }

    private void read(BufferedReader said) {
        try {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith(WebServer.LISTENING)) {
                    listeningNanos = Long.parseLong(line.substring(WebServer.LISTENING.length()));
                } else if (line.startsWith(WebServer.ASKED)) {
                    askedNanos = Long.parseLong(line.substring(WebServer.ASKED.length()));
                }
            }
        } catch (IOException ended) {
            // The end of the process closes what it said.
        }
    }

    /** Waits until somebody of its own host connects, and gives that moment. */
    long awaitAsked(Duration limit) {
        return awaitAskedBy(() -> {}, limit);
    }

    /** The same of somebody who begins with this. */
    long awaitAskedBy(Runnable begin, Duration limit) {
        long before = askedNanos;
        begin.run();
        Await.until("somebody asks the service of " + host, limit, () -> askedNanos != before);
        return askedNanos;
    }

    /** Kills it (SIGKILL), and gives the moment before. Does nothing where it does not run. */
    long kill() {
        long now = System.nanoTime();
        if (process != null && process.isAlive()) {
            process.destroyForcibly();
            Await.until("the service of " + host + " ends", END_LIMIT, () -> !process.isAlive());
        }
        return now;
    }

    /** Freezes it (SIGSTOP): the kernel still accepts connections for it. Gives the moment before. */
    long hang() {
        long now = System.nanoTime();
        Signal.STOP.send(process.pid());
        return now;
    }

    @Override
    public void close() {
        kill();
    }
}
