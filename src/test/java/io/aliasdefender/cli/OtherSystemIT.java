package io.aliasdefender.cli;

import static io.aliasdefender.cli.DaemonLab.SOON;
import static io.aliasdefender.cli.DaemonLab.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.cli.Program.Ended;
import io.aliasdefender.lab.DaemonCommand;
import io.aliasdefender.lab.Lab;
import io.aliasdefender.lab.LabConfig;
import io.aliasdefender.lab.LabHost;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole daemons that believe to be on Solaris: without one native call or native library, by stand-ins for Solaris's
 * commands that do what they are told in the laboratory's namespaces.
 */
class OtherSystemIT {
    /** Outlives the laboratory, whose last daemon may still use what is in it. */
    @TempDir
    private static Path folder;

    @RegisterExtension
    private static final DaemonLab LAB = new DaemonLab(OtherSystemIT::build);

    private static Lab build() throws IOException {
        for (String command : List.of("ifconfig", "netstat", "ping")) {
            try (InputStream in = OtherSystemIT.class.getResourceAsStream("/platform/solaris/" + command)) {
                Files.copy(in, folder.resolve(command));
            }
            Files.setPosixFilePermissions(folder.resolve(command), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        List<String> argv = new ArrayList<>(asSolaris());
        argv.addAll(DaemonCommand.ofThisProgram().argv());
        return Lab.build(2, Optional.empty(), new DaemonCommand(argv));
    }

    private static List<String> asSolaris() {
        return List.of(
                "env",
                "JDK_JAVA_OPTIONS=-Dalias-defender.platform=SunOS -Dalias-defender.commands=" + folder
                        + " -Dio.netty.transport.noNative=true");
    }

    @Test
    void pairShouldTakeOverRestoreAndRelease() throws Exception {
        LAB.lab().configure(LabConfig.both(Duration.ofMillis(500)));
        LAB.hold();
        LabHost web1 = LAB.host();
        LabHost web2 = LAB.lab().web(2);
        web2.start();
        web2.awaitReady();
        assertThat(LAB.log()).contains("on Solaris everything is done by ifconfig, netstat and ping: there is no ARP");
        assertThat(web1.namespace().ip("address")).contains("eth0:1");
        Ended status = new Program(web1.namespace(), folder).run("status", "--state", web1.state());
        assertThat(status.out()).contains("on Solaris everything is done by").contains("holding");

        LAB.lab().faults().deleteAddress(web1, Lab.ALIAS);
        LAB.awaitLog("was deleted by something else");
        LAB.lab().timeline().awaitHolders(Lab.ALIAS.address(), Set.of("web1"), SOON);

        LAB.lab().faults().powerOff(web1);
        LAB.lab().timeline().awaitHolders(Lab.ALIAS.address(), Set.of("web2"), SOON);
        LAB.lab().timeline().awaitHolders(Lab.ALIAS_V6.address(), Set.of("web2"), SOON);
        web2.awaitLine("taking over");
        assertThat(web2.lastLines(50)).doesNotContain("Exception", "error inside");

        assertThat(web2.stop(STOP)).isZero();
        assertThat(web2.carries(Lab.ALIAS)).isFalse();
        assertThat(web2.carries(Lab.ALIAS_V6)).isFalse();
    }

    @Test
    void aliasWhenChangedByHandShouldComeAndGo() throws Exception {
        LAB.fresh();
        LabHost web1 = LAB.host();
        LabHost web2 = LAB.lab().web(2);
        List<Object> add = List.of("add", "-c", web1.config(), "--node", "web1", "--state", folder.resolve("none"));

        assertThat(run(web1, add)).contains("192.0.2.100/24 on eth0:1 added");
        assertThat(web1.carries(Lab.ALIAS)).isTrue();
        assertThat(run(web2, List.of("add", "-c", web2.config(), "--node", "web2", "--state", folder.resolve("none"))))
                .contains("192.0.2.100 is answered by another host");
        assertThat(run(
                        web1,
                        List.of("remove", "-c", web1.config(), "--node", "web1", "--state", folder.resolve("none"))))
                .contains("192.0.2.100/24 on eth0:1 removed");
        assertThat(web1.carries(Lab.ALIAS)).isFalse();
    }

    private static String run(LabHost host, List<Object> arguments) throws Exception {
        Ended ended = new Program(host.namespace(), folder).runBy(asSolaris(), arguments.toArray());
        return ended.out() + ended.err();
    }
}
