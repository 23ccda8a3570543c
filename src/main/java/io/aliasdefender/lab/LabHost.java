package io.aliasdefender.lab;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A host of the laboratory with its defender, a process of its own in the host's namespace. The defender's log, state
 * folder and configuration file lie in a folder of the host.
 */
public final class LabHost {
    /** How long a daemon may take from its start to its first answer on a busy machine. */
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final Station station;
    private final Path folder;
    private Contender contender;
    private Path config;
    private Process daemon;
    private IpAddress address;

    LabHost(Station station, Path folder, Contender contender) {
        this.station = station;
        this.folder = folder;
        this.contender = contender;
        address = station.address().address();
        config = folder.resolve("alias-defender.yaml");
        try {
            Files.createDirectories(state());
        } catch (IOException failure) {
            throw new LabException(failure.toString(), failure);
        }
    }

    /** Lets another program do the work from its next start on. */
    void enter(Contender other) {
        contender = other;
    }

    /** Gives the daemon its configuration, which is that of these hosts. */
    void configure(LabConfig what, List<LabHost> hosts) {
        contender.configure(this, what, hosts);
    }

    /** Whether the daemon says that it holds the alias, or stands by. */
    boolean isSettled(IpAddress alias, boolean holding) {
        return contender.isSettled(this, alias, holding);
    }

    /** What the daemon says about an alias. */
    String reason(IpAddress alias) {
        return contender.reason(this, alias);
    }

    public String name() {
        return station.name();
    }

    public Station station() {
        return station;
    }

    public Namespace namespace() {
        return station.namespace();
    }

    /** Its own IPv4 address, by which the configuration names it, and which never moves. */
    public IpAddress address() {
        return address;
    }

    /** Names it by its address on another card from the next configuration on. */
    void knownBy(IpAddress other) {
        address = other;
    }

    /** The run-time folder of its daemon. */
    public Path state() {
        return folder.resolve("state");
    }

    /** What its daemons wrote, all of them one after the other. */
    public Path log() {
        return folder.resolve("daemon.log");
    }

    public DaemonApi api() {
        return new DaemonApi(state().resolve("api.sock"));
    }

    /** The file that the daemon reads. */
    public Path config() {
        return config;
    }

    /** Writes the configuration under a name in the host's folder, as an editor does: whole or not at all. */
    public void configure(String fileName, String text) {
        config = write(fileName, text);
    }

    /** Writes any file of the host's folder in the same way. */
    Path write(String fileName, String text) {
        try {
            Path fresh = Files.writeString(folder.resolve(fileName + ".new"), text);
            // As an installed one, whatever our umask: the daemon may be another user's.
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
            return Files.move(
                    fresh,
                    folder.resolve(fileName),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new LabException(failure.toString(), failure);
        }
    }

    /** Starts the daemon; it is up and running only when {@link #awaitReady()} returns. */
    public synchronized void start() {
        if (running()) {
            throw new LabException("the daemon of " + name() + " runs already");
        }
        // Whoever started us may ignore signals (nohup does), and a JVM leaves those that were ignored alone.
        List<String> argv = new ArrayList<>(List.of("env", "--default-signal=HUP,INT,TERM"));
        argv.addAll(contender.argv(this));
        try {
            daemon = new ProcessBuilder(namespace().command(argv))
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException failure) {
            throw new LabException("the daemon of " + name() + ": " + failure.getMessage(), failure);
        }
    }

    /** Waits until the daemon answers on its socket; fails at once when it ends instead. */
    public void awaitReady() {
        Await.until(
                START_LIMIT,
                () -> {
                    if (!running()) {
                        throw new LabException("the daemon of " + name() + " ended by itself:\n" + lastLines(20));
                    }
                    return contender.isReady(this);
                },
                () -> "the daemon of " + name() + " answers; its log ends with:\n" + lastLines(20));
    }

    public synchronized boolean running() {
        return daemon != null && daemon.isAlive();
    }

    /** The pid of the daemon itself, not of a wrapper. */
    public synchronized long pid() {
        if (daemon == null) {
            throw new LabException("no daemon was started on " + name());
        }
        return daemon.pid();
    }

    /** Ends the daemon as systemd does (SIGTERM) and gives its exit status; throws when it does not end in time. */
    public synchronized int stop(Duration limit) {
        if (daemon == null) {
            throw new LabException("no daemon was started on " + name());
        }
        daemon.destroy();
        return awaitEnd(limit);
    }

    /** Ends the daemon and its helpers without asking them (SIGKILL). Does nothing when none runs. */
    public synchronized void kill() {
        if (running()) {
            // Frozen first: else a parent starts anew what it loses, and a child whose parent is gone says goodbye.
            List<ProcessHandle> processes = freeze();
            Collections.reverse(processes);
            processes.forEach(ProcessHandle::destroyForcibly);
            awaitEnd(Duration.ofSeconds(5));
        }
    }

    /** Freezes the daemon and its helpers (SIGSTOP), as a suspended or overloaded virtual machine. */
    public void pause() {
        freeze();
    }

    /** Lets a frozen daemon and its helpers go on (SIGCONT). */
    public void resume() {
        Signal.CONTINUE.send(pid());
        processes().forEach(process -> Signal.CONTINUE.sendIfAlive(process.pid()));
    }

    private List<ProcessHandle> freeze() {
        Signal.STOP.send(pid());
        List<ProcessHandle> processes = processes();
        processes.forEach(process -> Signal.STOP.sendIfAlive(process.pid()));
        return processes;
    }

    /** The daemon and all that it started, parents before their children. */
    synchronized List<ProcessHandle> processes() {
        List<ProcessHandle> processes = new ArrayList<>();
        if (running()) {
            processes.add(daemon.toHandle());
            daemon.descendants().forEach(processes::add);
        }
        return processes;
    }

    /** Asks the daemon to read its configuration again (SIGHUP). */
    public void hangUp() {
        Signal.HANG_UP.send(pid());
    }

    /** Whether the kernel of this host has exactly this address on its interface. */
    public boolean carries(Cidr address) {
        return station.hasInterface()
                && namespace()
                        .ip("-o", "address", "show", "dev", Station.INTERFACE)
                        .contains(" " + address + " ");
    }

    /** Writes a line of our own into the daemon's log. */
    public void note(String line) {
        try {
            Files.writeString(log(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new LabException(failure.toString(), failure);
        }
    }

    /** Begins an empty log. */
    void forgetLog() {
        try {
            Files.deleteIfExists(log());
        } catch (IOException failure) {
            throw new LabException(failure.toString(), failure);
        }
    }

    /** The end of the daemon's log. */
    public String lastLines(int count) {
        try {
            List<String> lines = Files.exists(log()) ? Files.readAllLines(log()) : List.of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
        } catch (IOException failure) {
            return failure.toString();
        }
    }

    /** Waits for words in the daemon's log since the note: a thread of its own writes it, after all else knows. */
    public void awaitLine(String words) {
        Await.until(
                START_LIMIT,
                () -> logSinceTheNote().contains(words),
                () -> "the daemon of " + name() + " says \"" + words + "\"; its log ends with:\n" + lastLines(20));
    }

    /** What the daemons wrote since the last note that begins with "===", or all of it. */
    public String logSinceTheNote() {
        String all = lastLines(Integer.MAX_VALUE);
        return all.substring(Math.max(0, all.lastIndexOf("=== ")));
    }

    @Override
    public String toString() {
        return name();
    }

    private int awaitEnd(Duration limit) {
        try {
            if (!daemon.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new LabException("the daemon of " + name() + " did not end within " + limit.toMillis() + " ms:\n"
                        + lastLines(20));
            }
            return daemon.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", interrupted);
        }
    }
}
