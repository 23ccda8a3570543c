package io.aliasdefender.keepalived;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.keepalived.parse.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What keepalived makes of its file on one host, as far as it concerns addresses.
 *
 * @param file as it was named
 * @param host the name that its lines with {@code @} were compared with
 */
record HostConfig(
        String file,
        Optional<String> host,
        Globals globals,
        Map<String, Script> scripts,
        Map<String, TrackedProcess> processes,
        Map<String, TrackedFile> files,
        List<SyncGroup> groups,
        List<Instance> instances) {

    /** Something with the line that says so. */
    record Found<T>(T value, Statement at) {}

    /** @param scriptUser who runs scripts that say nothing else */
    record Globals(
            Optional<Found<String>> routerId,
            int version,
            Optional<String> scriptUser,
            Optional<String> defaultInterface,
            Mail mail,
            Garp garp) {}

    /** @param alert what holds where an instance says nothing */
    record Mail(List<String> to, Optional<String> from, Optional<String> server, boolean alert) {}

    /** Gratuitous ARP; what is not written is empty. */
    record Garp(
            Optional<Found<Integer>> repeat,
            Optional<Found<Duration>> delay,
            Optional<Found<Duration>> refresh,
            Optional<Found<Duration>> interval) {
        static final Garp NONE = new Garp(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        Garp orElse(Garp other) {
            return new Garp(
                    repeat.or(other::repeat),
                    delay.or(other::delay),
                    refresh.or(other::refresh),
                    interval.or(other::interval));
        }
    }

    /**
     * @param timeout empty: until the next one is due
     * @param user empty: the default
     */
    record Script(
            String name,
            Statement at,
            List<String> command,
            Duration every,
            Optional<Duration> timeout,
            int fall,
            int rise,
            int weight,
            boolean reverse,
            Optional<String> user) {}

    /** @param process its name, and what has to follow it */
    record TrackedProcess(
            String name, Statement at, List<String> process, int weight, boolean reverse, boolean counted) {}

    record TrackedFile(String name, Statement at, String file, int weight, boolean reverse) {}

    /** What kind of thing an instance looks at. */
    enum TrackKind {
        SCRIPT,
        PROCESS,
        FILE,
        INTERFACE
    }

    /**
     * Something that an instance looks at.
     *
     * @param weight what is added while it passes, or taken away while it fails where it is negative; 0: the host cannot
     *     hold while it fails
     */
    record Track(TrackKind kind, String name, int weight, boolean reverse, Statement at) {}

    /** @param kind {@code master}, {@code backup}, {@code fault}, {@code stop}, {@code deleted} or {@code any} */
    record Hook(String kind, List<String> command, Optional<String> user, Statement at) {}

    record SyncGroup(
            String name,
            Statement at,
            List<String> members,
            List<Track> tracks,
            List<Hook> hooks,
            boolean mail,
            boolean weights) {}

    /** @param prefixWritten otherwise it is that of a single address */
    record VirtualAddress(
            Cidr address, boolean prefixWritten, Optional<String> device, Optional<String> label, Statement at) {}

    record Instance(
            String name,
            Statement at,
            Optional<Found<String>> link,
            int routerId,
            Election election,
            Optional<Found<IpAddress>> source,
            List<Found<IpAddress>> peers,
            List<VirtualAddress> addresses,
            List<Track> tracks,
            List<Hook> hooks,
            boolean mail,
            List<Statement> routes,
            List<Statement> rules,
            Garp garp) {
        int priority() {
            return election.priority().value();
        }
    }

    /**
     * @param preempt whether it takes back from a worse one
     * @param delay how long it waits before
     * @param unclear the line that says something else than what keepalived does
     */
    record Election(
            Found<Integer> priority,
            Found<Duration> interval,
            boolean preempt,
            Optional<Duration> delay,
            Optional<Statement> unclear) {}
}
