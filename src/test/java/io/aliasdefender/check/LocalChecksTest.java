package io.aliasdefender.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.DefaultRoute;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.payload.CheckKind.FileThere;
import io.aliasdefender.payload.CheckKind.Interface;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files, interfaces, and units of systemd. */
class LocalChecksTest {
    private static final Interface ETH1 = new Interface("eth1", Optional.empty(), false);

    @TempDir
    private Path folder;

    private final LookRig rig = new LookRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void fileWhenItComesShouldPassOrFailAsIsWanted() throws IOException {
        Path file = folder.resolve("drain");
        assertThat(rig.run(new FileThere(file.toString(), false)).passed()).isTrue();
        assertThat(rig.run(new FileThere(file.toString(), true)).sentence()).isEqualTo(file + " is not there");

        Files.createFile(file);

        assertThat(rig.run(new FileThere(file.toString(), false)).sentence()).isEqualTo(file + " is there");
        assertThat(rig.run(new FileThere(file.toString(), true)).passed()).isTrue();
    }

    @Test
    void fileWhenItCannotBeLookedAtShouldFailWhateverIsWanted() throws IOException {
        // The JVMs differ over a file below a file: from 25 on that is a file that is not there.
        Path file = folder.resolve("circle");
        Files.createSymbolicLink(file, file);

        assertThat(rig.run(new FileThere(file.toString(), true)).passed()).isFalse();
        assertThat(rig.run(new FileThere(file.toString(), false)).passed()).isFalse();
    }

    private static KernelView eth1(boolean up, boolean carrier, String address, boolean routed) {
        return new KernelView(
                List.of(new Link(3, "eth1", new MacAddress(3), up, carrier, false)),
                List.of(new Carried(3, Cidr.of(address), Optional.empty(), false)),
                routed ? List.of(new DefaultRoute(IpAddress.of("198.51.100.1"), 3, 0)) : List.of());
    }

    @Test
    void interfaceWhenSomethingIsMissingShouldFailWithThat() {
        Interface all = new Interface("eth1", Optional.of(IpAddress.of("198.51.100.11")), true);

        assertThat(InterfaceCheck.judge(all, KernelView.EMPTY).sentence()).isEqualTo("there is no interface eth1");
        assertThat(InterfaceCheck.judge(all, eth1(false, false, "198.51.100.11/24", true))
                        .sentence())
                .isEqualTo("eth1 is down");
        assertThat(InterfaceCheck.judge(all, eth1(true, false, "198.51.100.11/24", true))
                        .sentence())
                .isEqualTo("eth1 has no carrier");
        assertThat(InterfaceCheck.judge(all, eth1(true, true, "198.51.100.12/24", true))
                        .sentence())
                .isEqualTo("eth1 does not have the address 198.51.100.11");
        assertThat(InterfaceCheck.judge(all, eth1(true, true, "198.51.100.11/24", false))
                        .sentence())
                .isEqualTo("no default route leads over eth1");
        assertThat(InterfaceCheck.judge(all, eth1(true, true, "198.51.100.11/24", true))
                        .passed())
                .isTrue();
        assertThat(InterfaceCheck.judge(ETH1, eth1(true, true, "198.51.100.12/24", false))
                        .passed())
                .isTrue();
    }

    @Test
    void interfaceWhenItLosesItsCarrierShouldWantToBeLookedAtOnce() {
        AtomicInteger changes = new AtomicInteger();
        KernelView well = eth1(true, true, "198.51.100.11/24", true);
        rig.facilities().kernel(well);
        InterfaceCheck check = new InterfaceCheck(ETH1, rig.facilities(), changes::incrementAndGet);
        assertThat(check.run().result().passed()).isTrue();

        check.kernel(well);
        assertThat(changes).hasValue(0);
        check.kernel(eth1(true, false, "198.51.100.11/24", true));
        assertThat(changes).hasValue(1);
    }

    private Result unit(String script) throws IOException {
        Path systemctl = Files.writeString(folder.resolve("systemctl"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwxr-xr-x"));
        Systemd systemd = new Systemd("squid.service", rig.facilities(), Optional.of(systemctl.toString()));
        return rig.on(() -> new UnitCheck("squid.service", systemd).run());
    }

    @Test
    void unitWhenSystemdTellsShouldPassOnlyIfItIsActive() throws IOException {
        assertThat(unit("printf 'LoadState=loaded\\nActiveState=active\\nSubState=running\\n'"))
                .isEqualTo(Result.passed("squid.service is active (running)"));
        assertThat(unit("printf 'LoadState=loaded\\nActiveState=failed\\nSubState=failed\\n'"))
                .isEqualTo(Result.failed("squid.service is failed (failed)"));
        assertThat(unit("printf 'LoadState=not-found\\nActiveState=inactive\\n'"))
                .isEqualTo(Result.failed("there is no unit squid.service"));
    }

    @Test
    void unitWhenThereIsNoSystemdShouldFailWithASentence() {
        Systemd none = new Systemd("squid.service", rig.facilities(), Optional.empty());

        String sentence = rig.on(() -> new UnitCheck("squid.service", none)
                .run()
                .map(Result::sentence)
                .recover(failure -> Future.succeededFuture(failure.getMessage())));

        assertThat(sentence).isEqualTo("this host is not run by systemd");
    }

    @Test
    void mainProcessWhenTheUnitHasNoneShouldFailWithItsState() throws IOException {
        Path systemctl = Files.writeString(
                folder.resolve("systemctl"), "#!/bin/sh\nprintf 'MainPID=0\\nActiveState=inactive\\n'\n");
        Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwxr-xr-x"));
        Systemd systemd = new Systemd("squid.service", rig.facilities(), Optional.of(systemctl.toString()));

        String sentence = rig.on(() -> PidSource.unit("squid.service", systemd)
                .find()
                .map(String::valueOf)
                .recover(failure -> Future.succeededFuture(failure.getMessage())));

        assertThat(sentence).isEqualTo("squid.service has no main process (inactive)");
    }
}
