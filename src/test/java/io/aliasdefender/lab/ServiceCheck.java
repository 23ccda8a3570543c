package io.aliasdefender.lab;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How the daemons of a host look at its service: the same thing, at the same interval, with one look that counts each way, for
 * everybody. keepalived has no looks of its own but that a process runs, and runs a script for all else.
 */
enum ServiceCheck {
    /** It takes a TCP connection. */
    CONNECT,
    /** Its process runs: nothing is asked, the kernel tells. */
    PROCESS,
    /** It answers an HTTP request in time. */
    REQUEST;

    static final Duration EVERY = Duration.ofSeconds(1);
    static final Duration TIMEOUT = Duration.ofMillis(500);
    /** What checks and scripts are called in all configurations. */
    static final String NAME = "service";

    private static final String HERE = "127.0.0.1";

    /** As our configuration declares it. */
    String yaml(List<LabHost> hosts) {
        String kind = switch (this) {
            case CONNECT -> "tcp: \"" + HERE + ":" + Service.PORT + "\"";
            case PROCESS ->
                "process: {"
                        + hosts.stream()
                                .map(host -> host + ": {pid-file: " + Service.pidFile(host) + "}")
                                .collect(Collectors.joining(", "))
                        + "}";
            case REQUEST -> "http: \"http://" + HERE + ":" + Service.PORT + "/\"";
        };
        return "{" + kind + ", every: " + LabConfig.text(EVERY) + ", timeout: " + LabConfig.text(TIMEOUT)
                + ", fall: 1, rise: 1}";
    }

    /** The script that keepalived runs; bash does it without starting another program. */
    String script() {
        String connect = "exec 3<>/dev/tcp/" + HERE + "/" + Service.PORT + "\n";
        return connect
                + (this == REQUEST
                        ? "printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3\nread -r -t 0.5 -u 3 line && [[ $line == 'HTTP/1.1 200 '* ]]\n"
                        : "");
    }

    /** Outside of all instances in keepalived's configuration. */
    List<String> keepalived(String script, String process) {
        if (this == PROCESS) {
            return List.of("vrrp_track_process " + NAME + " {", "    process " + process, "    weight 0", "}");
        }
        return List.of(
                "vrrp_script " + NAME + " {",
                "    script \"/bin/bash " + script + "\"",
                "    interval " + EVERY.toSeconds(),
                "    timeout 1",
                "    fall 1",
                "    rise 1",
                "}");
    }

    /** Inside of an instance: without a weight, whoever fails is in state FAULT and does not hold. */
    List<String> tracked() {
        return this == PROCESS
                ? List.of("    track_process {", "        " + NAME + " weight 0", "    }")
                : List.of("    track_script {", "        " + NAME, "    }");
    }
}
