package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** The program without {@code --node}, as the service starts it: the host finds out itself which node it is. */
record Unnamed(DaemonCommand program) implements Contender {
    static Unnamed ofThisProgram() {
        return new Unnamed(DaemonCommand.ofThisProgram());
    }

    @Override
    public void configure(LabHost host, LabConfig config, List<LabHost> hosts) {
        program.configure(host, config, hosts);
    }

    @Override
    public List<String> argv(LabHost host) {
        List<String> argv = new ArrayList<>(program.argv(host));
        int option = argv.indexOf("--node");
        argv.subList(option, option + 2).clear();
        return argv;
    }

    @Override
    public boolean isReady(LabHost host) {
        return program.isReady(host);
    }

    @Override
    public boolean isSettled(LabHost host, IpAddress alias, boolean holding) {
        return program.isSettled(host, alias, holding);
    }

    @Override
    public String reason(LabHost host, IpAddress alias) {
        return program.reason(host, alias);
    }
}
