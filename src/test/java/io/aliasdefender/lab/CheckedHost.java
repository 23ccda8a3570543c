package io.aliasdefender.lab;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A host of the laboratory whose daemon looks at a service, which is a process with its file. */
final class CheckedHost implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(60);

    private final Lab lab;
    private final LabHost host;
    private final Path folder;
    private Optional<Process> service = Optional.empty();

    CheckedHost(Lab lab, LabHost host, Path folder) {
        this.lab = lab;
        this.host = host;
        this.folder = folder;
    }

    Path pidFile() {
        return folder.resolve("service.pid");
    }

    Path drainFile() {
        return folder.resolve("drain");
    }

    /**
     * Has the daemon look at these.
     *
     * @param names of those that the alias needs
     * @param checks a line for each, as the configuration has them
     */
    void configure(String names, List<String> checks) {
        String text = LabConfig.every(Duration.ofMillis(100)).yaml(lab.hosts());
        String needing = text.replace(
                "    interface: " + Station.INTERFACE + "\n",
                "    interface: " + Station.INTERFACE + "\n    checks: [" + names + "]\n");
        host.configure("alias-defender.yaml", needing + "checks:\n  " + String.join("\n  ", checks) + "\n");
    }

    /** A new process takes the place of the one before, which goes on. */
    Process serve() {
        try {
            Process process = new ProcessBuilder("sleep", "100000").start();
            service = Optional.of(process);
            Path written = Files.writeString(folder.resolve("new.pid"), process.pid() + "\n");
            Files.move(written, pidFile(), StandardCopyOption.ATOMIC_MOVE);
            return process;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Optional<JsonObject> check(String name) {
        try {
            return host.api().status().getJsonArray("checks").stream()
                    .map(JsonObject.class::cast)
                    .filter(check -> check.getString("name").equals(name))
                    .findFirst();
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }

    void awaitState(String name, String state) {
        Await.until(
                SOON,
                () -> check(name)
                        .filter(check -> check.getString("state").equals(state))
                        .isPresent(),
                () -> name + " is " + state + ", and not " + check(name));
    }

    @Override
    public void close() {
        service.ifPresent(Process::destroyForcibly);
    }
}
