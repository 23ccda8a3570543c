package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;

/** The program on hosts that are linked and look at their service. */
record CheckedDaemon(DaemonCommand program, ServiceCheck check) implements ContenderAround {
    @Override
    public List<String> argv(LabHost host) {
        return program.argv(host);
    }

    @Override
    public void configure(LabHost host, LabConfig config, List<LabHost> hosts) {
        LabConfig checked = config.checking(ServiceCheck.NAME, check.yaml(hosts));
        program.configure(host, Linked.config(hosts, checked), hosts);
    }

    /** It also knows that its checks pass. */
    @Override
    public boolean isSettled(LabHost host, IpAddress alias, boolean holding) {
        return program.isSettled(host, alias, holding) && isFit(host, alias);
    }

    private static boolean isFit(LabHost host, IpAddress alias) {
        try {
            return host.api().status().getJsonArray("aliases").stream()
                    .map(JsonObject.class::cast)
                    .anyMatch(one ->
                            one.getString("address").equals(alias.toString()) && "yes".equals(one.getString("fit")));
        } catch (IOException silent) {
            return false;
        }
    }

    @Override
    public String toString() {
        return program.toString();
    }
}
