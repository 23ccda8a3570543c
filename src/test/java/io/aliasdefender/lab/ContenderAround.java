package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import java.util.List;

/** The program, started in another way; in all else it is as it is. */
interface ContenderAround extends Contender {
    DaemonCommand program();

    @Override
    default void configure(LabHost host, LabConfig config, List<LabHost> hosts) {
        program().configure(host, config, hosts);
    }

    @Override
    default boolean isReady(LabHost host) {
        return program().isReady(host);
    }

    @Override
    default boolean isSettled(LabHost host, IpAddress alias, boolean holding) {
        return program().isSettled(host, alias, holding);
    }

    @Override
    default String reason(LabHost host, IpAddress alias) {
        return program().reason(host, alias);
    }
}
