package io.aliasdefender.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** keepalived on hosts whose service it tracks. */
final class CheckedKeepalived extends Keepalived {
    private final ServiceCheck check;

    CheckedKeepalived(ServiceCheck check) {
        this.check = check;
    }

    @Override
    List<String> definitions(LabHost host) {
        Path script = host.state().resolveSibling("check.sh");
        List<String> lines = new ArrayList<>();
        if (check == ServiceCheck.PROCESS) {
            // The kernel tells of processes in the first network namespace only: keepalived begins there, and enters
            // the host's by itself.
            lines.add("net_namespace " + host.namespace());
        } else {
            host.write(script.getFileName().toString(), check.script());
        }
        lines.addAll(check.keepalived(script.toString(), Service.processName(host)));
        return lines;
    }

    @Override
    List<String> tracked() {
        return check.tracked();
    }

    @Override
    public List<String> argv(LabHost host) {
        List<String> argv = new ArrayList<>();
        if (check == ServiceCheck.PROCESS) {
            argv.addAll(
                    List.of("nsenter", "--net=/proc/" + ProcessHandle.current().pid() + "/ns/net"));
        }
        argv.addAll(super.argv(host));
        return argv;
    }
}
