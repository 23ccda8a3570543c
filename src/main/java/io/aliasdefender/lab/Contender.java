package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import java.util.List;

/**
 * What runs on the hosts of a laboratory and is to keep an alias alive: this program, or one that it is measured
 * against. {@link LabHost} starts, stops, kills and freezes its processes; this says how it is told what to do, and how
 * it says where it stands.
 */
public interface Contender {
    /** Writes the configuration of one of several hosts, the most preferred first, into that host's folder. */
    void configure(LabHost host, LabConfig config, List<LabHost> hosts);

    /** The command that runs it in the foreground on a configured host; its own pid must stay the daemon's. */
    List<String> argv(LabHost host);

    /** Whether it has read its configuration and does its work. */
    boolean isReady(LabHost host);

    /** Whether it says that it knows its place with an alias: to hold it, or to stand by. */
    boolean isSettled(LabHost host, IpAddress alias, boolean holding);

    /** What it says about an alias last; empty when it does not say. */
    String reason(LabHost host, IpAddress alias);
}
