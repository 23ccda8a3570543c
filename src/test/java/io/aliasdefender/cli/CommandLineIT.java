package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.cli.Program.Ended;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.lab.Lab;
import io.aliasdefender.lab.LabHost;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the program says, and with which exit status, to whoever gives it nonsense. No daemon runs. */
class CommandLineIT {
    private static final String GOOD = """
            nodes: {web1: 192.0.2.11, web2: 192.0.2.12}
            aliases: [{address: 192.0.2.100/24, interface: eth0, label: "eth0:1"}]
            """;

    @RegisterExtension
    private static final DaemonLab LAB = new DaemonLab();

    @TempDir
    private Path folder;

    private Program program;
    private Path config;
    private Path state;

    @BeforeEach
    void write() throws Exception {
        LAB.leaveToTheNext();
        program = new Program(host().namespace(), folder);
        config = Files.writeString(folder.resolve("web.yaml"), GOOD);
        state = folder.resolve("state");
    }

    @Test
    void usageWhenItIsWrongShouldBeStatusTwo() throws Exception {
        expect(program.run("defend"), 2, "Unmatched argument at index 0: 'defend'");
    }

    @Test
    void checkWhenAllIsRightShouldBeStatusZero() throws Exception {
        Ended ended = program.run("check", "-c", config);

        assertThat(ended.status()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).contains("is right; this host is web1", "192.0.2.100/24 on eth0:1: primary here");
    }

    @Test
    void checkWhenTheFileIsNoConfigurationShouldSaySoAndBeStatusOne() throws Exception {
        Path garbage = folder.resolve("garbage");
        Files.writeString(garbage, "]}: nonsense & more | of [it\n".repeat(10_000));
        Path binary = folder.resolve("binary");
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        Files.write(binary, noise);
        Path huge = folder.resolve("huge");
        Files.write(huge, new byte[50 << 20]);
        Path interfaceOfNobody = Files.writeString(folder.resolve("eth9.yaml"), GOOD.replace("eth0", "eth9"));

        expect(program.run("check", "-c", folder.resolve("none.yaml")), 1, "none.yaml: there is no such file");
        expect(program.run("check", "-c", folder), 1, "this is a directory");
        expect(program.run("check", "-c", binary), 1, "error");
        expect(program.run("check", "-c", huge), 1, "more than 1048576 bytes");
        // It may be there by the time that it is needed: worth a warning, no error.
        Ended warned = program.run("check", "-c", interfaceOfNobody);
        assertThat(warned.status()).isZero();
        assertThat(warned.err()).startsWith("warning: ").contains("eth9");
        Ended ended = program.run("check", "-c", garbage);
        expect(ended, 1, "garbage:");
        assertThat(ended.err().lines().count()).isLessThan(1_000);
    }

    @Test
    void checkWhenTheFileMayNotBeReadShouldSaySo() throws Exception {
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("---------"));

        expect(
                program.runBy(Program.POWERLESS, "check", "-c", config),
                1,
                "web.yaml: permission to read this file is denied");
    }

    @Test
    void checkWhenTheOwnAddressIsNotThereShouldBeStatus75() throws Exception {
        Files.writeString(config, GOOD.replace("192.0.2.11", "192.0.2.21"));

        expect(program.run("check", "-c", config), 75, "none of the nodes is this host: it has 192.0.2.11");
    }

    @Test
    void checkElsewhereShouldJudgeForEachNodeAndSayWhatItLeavesOut() throws Exception {
        Files.writeString(config, GOOD.replace("192.0.2.11", "192.0.2.21"));

        Ended right = program.run("check", "--elsewhere", "-c", config);

        expect(
                right,
                0,
                "is right, as far as that can be told elsewhere\non web1\n  192.0.2.100/24 on eth0:1: primary here");
        assertThat(right.err()).isEmpty();
        assertThat(right.out()).contains("on web2\n  192.0.2.100/24 on eth0:1: secondary here", "not looked at: ");
        Files.writeString(config, GOOD + "intervall: 1s\n");
        expect(program.run("check", "--elsewhere", "-c", config), 1, "unknown key \"intervall\"");
    }

    @Test
    void maintenanceWhenItIsAskedForWronglyShouldSayHow() throws Exception {
        expect(program.run("maintenance", "on", "--state", state), 2, "say why, such as");
        expect(program.run("maintenance", "off", "again", "--state", state), 2, "off needs neither");
        expect(program.run("maintenance", "on", "why", "--state", state), 1, "no daemon runs here");
    }

    @Test
    void monitorWhenItHasNoRightsShouldSayWhichItNeeds() throws Exception {
        expect(program.runBy(Program.POWERLESS, "monitor", "-c", config, "--state", state), 1, "CAP_NET_RAW");
    }

    @Test
    void monitorWhenTheConfigurationIsWrongShouldTellEveryErrorAndEnd() throws Exception {
        Files.writeString(config, GOOD + "intervall: 1s\nwitness: [router]\n");

        Ended ended = program.run("monitor", "-c", config, "--state", state);

        expect(ended, 1, "intervall");
        assertThat(ended.err()).contains("witness").contains("2 errors");
    }

    @Test
    void monitorWhenTheStateFolderCannotBeUsedShouldSayWhy() throws Exception {
        expect(program.run("monitor", "-c", config, "--state", config), 1, "is not a folder");
        expect(program.run("monitor", "-c", config, "--state", config.resolve("x")), 1, "cannot make the state folder");
        expect(program.run("monitor", "-c", config, "--state", "/proc/nothing"), 1, "cannot make the state folder");
        expect(program.run("monitor", "-c", config, "--state", folder + "/" + "x".repeat(120)), 1, "too long");
        Files.createDirectories(state);
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("r-xr-xr-x"));
        List<String> onlyNetwork = List.of("setpriv", "--inh-caps=-all", "--bounding-set=-all,+net_raw,+net_admin");
        expect(
                program.runBy(onlyNetwork, "monitor", "-c", config, "--state", state),
                1,
                "cannot write in the state folder " + state + ": permission denied");
    }

    @Test
    void statusWhenNoDaemonRunsShouldSaySo() throws Exception {
        expect(program.run("status", "--state", state), 1, "no daemon runs here");
        Files.createDirectories(state);
        leaveStaleSocket();
        expect(program.run("status", "--state", state), 1, "no daemon answers on " + state.resolve("api.sock"));
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("---------"));
        expect(
                program.runBy(Program.POWERLESS, "status", "--state", state),
                1,
                "no daemon answers on " + state.resolve("api.sock") + ": Permission denied");
    }

    @Test
    void aliasWhenChangedByHandWithoutDaemonShouldComeAndGo() throws Exception {
        LAB.touch();
        expect(program.run("AddAlias", "-c", config, "--state", state), 0, "192.0.2.100/24 on eth0:1 added");
        assertThat(host().carries(Lab.ALIAS)).isTrue();
        assertThat(host().namespace().ip("address")).contains("eth0:1");
        expect(program.run("add", "192.0.2.100", "-c", config, "--state", state), 0, "is here already");

        // Another host has it now: the client's neighbour is asked, not its luck.
        Program other = new Program(LAB.lab().web(2).namespace(), folder);
        expect(
                other.run("add", "-c", config, "--state", state),
                1,
                "is answered by " + host().station().mac());
        assertThat(LAB.lab().web(2).carries(Lab.ALIAS)).isFalse();

        Files.createDirectories(state);
        leaveStaleSocket();
        expect(program.run("RemoveAlias", "192.0.2.100", "-c", config, "--state", state), 0, " removed");
        assertThat(host().carries(Lab.ALIAS)).isFalse();
        expect(program.run("remove", "-c", config, "--state", state), 0, "is not here");
    }

    @Test
    void aliasWhenItIsHereDifferentlyShouldBeToldAndBeRemovedAsItIs() throws Exception {
        LAB.touch();
        host().namespace().ip("address", "add", "192.0.2.100/32", "dev", "eth0");

        expect(program.run("add", "-c", config, "--state", state), 1, "192.0.2.100/32 on eth0, not 192.0.2.100/24");
        expect(program.run("remove", "-c", config, "--state", state), 0, "192.0.2.100/32 on eth0 removed");
        assertThat(host().carries(Cidr.of("192.0.2.100/32"))).isFalse();
    }

    @Test
    void aliasWhenItIsNoneOfTheConfigurationShouldBeRefused() throws Exception {
        expect(program.run("add", "192.0.2.77", "-c", config, "--state", state), 1, "192.0.2.77 is no alias of");
        expect(program.run("remove", "web1", "-c", config, "--state", state), 1, "web1 is not an IP address");
    }

    @Test
    void aliasWhenTheRightsAreMissingShouldBeRefusedInWords() throws Exception {
        LAB.touch();
        host().namespace().ip("address", "add", Lab.ALIAS.toString(), "dev", "eth0");
        expect(
                program.runBy(Program.POWERLESS, "remove", "-c", config, "--state", state),
                1,
                "not permitted: needs root or CAP_NET_ADMIN");
        assertThat(host().carries(Lab.ALIAS)).isTrue();
    }

    private void leaveStaleSocket() throws Exception {
        Path socket = state.resolve("api.sock");
        try (ServerSocketChannel dying = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dying.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();
    }

    private static void expect(Ended ended, int status, String words) {
        assertThat(status == 0 ? ended.out() : ended.err()).contains(words);
        assertThat(ended.status()).isEqualTo(status);
    }

    private static LabHost host() {
        return LAB.host();
    }
}
