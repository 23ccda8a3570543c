package io.aliasdefender.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A network namespace made by {@code ip netns}.
 *
 * @param name as {@code ip netns list} shows it
 */
public record Namespace(String name) {
    /** Makes it, with its loopback up and without the waits of IPv6 duplicate address detection. */
    void create() {
        Shell.run("ip", "netns", "add", name);
        set("net.ipv6.conf.all.accept_dad", "0");
        set("net.ipv6.conf.default.accept_dad", "0");
        ip("link", "set", "lo", "up");
    }

    /** Runs {@code ip} inside and gives what it printed. */
    public String ip(String... arguments) {
        return Shell.run(
                Stream.concat(Stream.of("ip", "-n", name), Stream.of(arguments)).toArray(String[]::new));
    }

    /** Runs several {@code ip} commands in one process; the first that fails ends it. */
    void batch(List<String> commands) {
        Shell.run(List.of("ip", "-n", name, "-batch", "-"), String.join("\n", commands) + "\n");
    }

    /** Runs any command inside, with text on its standard input. */
    String exec(String input, String... argv) {
        return Shell.run(command(List.of(argv)), input);
    }

    /** The command line that runs another one inside; {@code ip netns exec} replaces itself by it, so the pid stays. */
    public List<String> command(List<String> argv) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(argv);
        return all;
    }

    /** Sets a kernel parameter of this namespace. */
    void set(String parameter, String value) {
        exec("", "sh", "-c", "echo " + value + " > /proc/sys/" + parameter.replace('.', '/'));
    }

    /** Kills what still runs inside and deletes it. Never fails: it is used for cleaning up. */
    void destroy() {
        try {
            for (String pid : Shell.run("ip", "netns", "pids", name).lines().toList()) {
                killUnlessSelf(Long.parseLong(pid.strip()));
            }
        } catch (LabException gone) {
            // Nothing to kill where there is no namespace.
        }
        Shell.succeeds("ip", "netns", "del", name);
    }

    private static void killUnlessSelf(long pid) {
        if (pid != ProcessHandle.current().pid()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
