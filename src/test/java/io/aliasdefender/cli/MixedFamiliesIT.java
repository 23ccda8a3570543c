package io.aliasdefender.cli;

import static io.aliasdefender.cli.DaemonLab.CONFIG;
import static io.aliasdefender.cli.DaemonLab.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.cli.Program.Ended;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.lab.Await;
import io.aliasdefender.lab.Lab;
import io.aliasdefender.lab.LabHost;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One file with aliases of both families, through every command. */
class MixedFamiliesIT {
    private static final Cidr V4 = Lab.ALIAS;
    private static final Cidr V6 = Lab.ALIAS_V6;
    /** As people may write it. */
    private static final String V6_WRITTEN_OUT = "2001:DB8:0:0:0:0:0:100";

    @RegisterExtension
    private static final DaemonLab DAEMON = new DaemonLab();

    @TempDir
    private Path folder;

    private Program program;
    private Path state;

    @BeforeEach
    void configure() {
        DAEMON.lab().configure(CONFIG.defending(V4, V6).with("groups: {web: [192.0.2.100, \"2001:db8::100\"]}"));
        program = new Program(host().namespace(), folder);
        state = folder.resolve("state");
    }

    @Test
    void checkShouldTellEachAliasWithItsGroup() throws Exception {
        Ended ended = program.run("check", "-c", host().config());

        assertThat(ended.status()).isZero();
        assertThat(ended.out())
                .contains(
                        "192.0.2.100/24 on eth0:1: primary here, in the order web1, web2, in group web",
                        "2001:db8::100/64 on eth0: primary here, in the order web1, web2, in group web");
    }

    @Test
    void aliasesWhenChangedByHandWithoutDaemonShouldComeAndGo() throws Exception {
        Ended added = byHand("add");
        assertThat(added.out()).contains("192.0.2.100/24 on eth0:1 added", "2001:db8::100/64 on eth0 added");
        assertThat(added.status()).isZero();
        assertThat(host().carries(V4)).isTrue();
        // Usable at once, and never the source of the host's own connections.
        assertThat(host().namespace().ip("-6", "address", "show", "dev", "eth0"))
                .containsPattern(
                        "2001:db8::100/64 scope global (deprecated nodad|nodad deprecated)[^\\n]*\\n[^\\n]*preferred_lft 0sec")
                .doesNotContain("tentative");

        Program other = new Program(DAEMON.lab().web(2).namespace(), folder);
        Ended refused =
                other.run("add", V6_WRITTEN_OUT, "-c", DAEMON.lab().web(2).config(), "--state", state);
        assertThat(refused.err())
                .contains("2001:db8::100 is answered by " + host().station().mac());
        assertThat(refused.status()).isEqualTo(1);

        assertThat(byHand("remove", V6_WRITTEN_OUT).out()).contains("2001:db8::100/64 on eth0 removed");
        assertThat(host().carries(V6)).isFalse();
        assertThat(host().carries(V4)).isTrue();
        assertThat(byHand("remove").out()).contains("2001:db8::100/64 on eth0 is not here", "192.0.2.100/24 on eth0:1");
        assertThat(host().carries(V4)).isFalse();
    }

    @Test
    void aliasesWhenHeldByADaemonShouldBeToldByStatusAndObeyOrders() throws Exception {
        state = host().state();
        DAEMON.hold();
        awaitHeld();

        Ended status = program.run("status", "--state", state);
        assertThat(status.out())
                .containsPattern("192\\.0\\.2\\.100/24 on eth0:1  holding for [^\\n]*, in group web")
                .containsPattern("2001:db8::100/64 on eth0  holding for [^\\n]*, in group web");

        Ended removed = byHand("remove");
        assertThat(removed.out()).contains("took 192.0.2.100 off this host", "took 2001:db8::100 off this host");
        assertThat(removed.status()).isZero();
        assertThat(host().carries(V4)).isFalse();
        assertThat(host().carries(V6)).isFalse();

        assertThat(byHand("add").status()).isZero();
        awaitHeld();
        assertThat(Files.readString(state.resolve("held"))).contains(V4 + " ", V6 + " ");
    }

    private static void awaitHeld() {
        Await.until(
                SOON, () -> host().carries(V4) && host().carries(V6), () -> "both are held:\n" + host().lastLines(20));
    }

    private Ended byHand(String command) throws Exception {
        return program.run(command, "-c", host().config(), "--state", state);
    }

    private Ended byHand(String command, String alias) throws Exception {
        return program.run(command, alias, "-c", host().config(), "--state", state);
    }

    private static LabHost host() {
        return DAEMON.host();
    }
}
