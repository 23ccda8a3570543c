package io.aliasdefender.lab;

import java.util.ArrayList;
import java.util.List;

/** The program without {@code --node}, as the service starts it: the host finds out itself which node it is. */
record Unnamed(DaemonCommand program) implements ContenderAround {
    static Unnamed ofThisProgram() {
        return new Unnamed(DaemonCommand.ofThisProgram());
    }

    @Override
    public List<String> argv(LabHost host) {
        List<String> argv = new ArrayList<>(program.argv(host));
        int option = argv.indexOf("--node");
        argv.subList(option, option + 2).clear();
        return argv;
    }
}
