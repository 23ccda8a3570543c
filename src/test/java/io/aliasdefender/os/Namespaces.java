package io.aliasdefender.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aliasdefender.core.net.MacAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A switch in a network namespace of its own, and hosts with their {@code eth0} in it. */
public final class Namespaces implements AutoCloseable {
    private static final long COMMAND_LIMIT_SECONDS = 30;
    private final String prefix = "ad-p" + ProcessHandle.current().pid();
    private final String fabric = prefix + "-s";
    private final List<String> made = new ArrayList<>();

    /** Skips the test, or fails it where the laboratory is required, when this process may not make namespaces. */
    public static void requireRoot() {
        boolean root = SystemFacts.root();
        if (Boolean.getBoolean("lab.required")) {
            assertThat(root)
                    .as("network namespaces need root, and -Dlab.required=true was given")
                    .isTrue();
        }
        assumeTrue(root, "left out: network namespaces need root");
    }

    public Namespaces() throws Exception {
        make(fabric);
        // A switch says nothing of its own.
        ip("netns", "exec", fabric, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1");
        ip("netns", "exec", fabric, "sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1");
        ip("-n", fabric, "link", "add", "br0", "type", "bridge", "mcast_snooping", "0", "stp_state", "0");
        ip("-n", fabric, "link", "set", "br0", "up");
    }

    private void make(String namespace) throws Exception {
        ip("netns", "add", namespace);
        made.add(namespace);
        ip("-n", namespace, "link", "set", "lo", "up");
    }

    /** Adds a host with its {@code eth0} on the switch; returns the name of its namespace. */
    public String host(String name) throws Exception {
        String namespace = prefix + "-" + name;
        make(namespace);
        plug(name);
        return namespace;
    }

    /** Gives a host a new {@code eth0}. */
    public void plug(String name) throws Exception {
        String namespace = prefix + "-" + name;
        ip("-n", fabric, "link", "add", "p" + name, "type", "veth", "peer", "name", "eth0", "netns", namespace);
        ip("-n", fabric, "link", "set", "p" + name, "master", "br0", "up");
        ip("-n", namespace, "link", "set", "eth0", "up");
    }

    /** Takes a host's {@code eth0} away. */
    public void unplug(String name) throws Exception {
        ip("-n", fabric, "link", "del", "p" + name);
    }

    /** Sets the switch port of a host {@code up} or {@code down}: the host sees its carrier come or go. */
    public void port(String name, String state) throws Exception {
        ip("-n", fabric, "link", "set", "p" + name, state);
    }

    public MacAddress mac(String namespace) throws Exception {
        return NetNs.call(namespace, Netlink::readOnce)
                .link("eth0")
                .orElseThrow()
                .mac();
    }

    public int index(String namespace) throws Exception {
        return NetNs.call(namespace, Netlink::readOnce)
                .link("eth0")
                .orElseThrow()
                .index();
    }

    /** Runs {@code ip} and gives what it printed; throws when it fails. */
    public static String ip(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(COMMAND_LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }

    @Override
    public void close() {
        List<Exception> failures = new ArrayList<>();
        for (String namespace : made) {
            try {
                ip("netns", "del", namespace);
            } catch (Exception failure) {
                failures.add(failure);
            }
        }
        made.clear();
        assertThat(failures).isEmpty();
    }
}
