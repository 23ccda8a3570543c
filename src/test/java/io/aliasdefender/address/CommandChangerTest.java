package io.aliasdefender.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressAction.Kind;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.platform.CommandRunner;
import io.aliasdefender.platform.Scripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommandChangerTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    @TempDir
    private Path folder;

    /** What the kernel has. */
    private Cidr there = Cidr.of("192.0.2.1/32");

    @Test
    void resultWhenTheCommandSucceedsShouldBeDone() throws Exception {
        assertThat(one(ip("exit 0"), Kind.ADD)).isInstanceOf(CommandResult.Done.class);
    }

    @Test
    void resultWhenTheKernelHasItAlreadyShouldBeDone() throws Exception {
        AddressChanger changer = ip("echo 'RTNETLINK answers: File exists' >&2; exit 2");

        assertThat(one(changer, Kind.ADD)).isInstanceOf(CommandResult.Done.class);
        assertThat(one(changer, Kind.REMOVE)).isInstanceOf(CommandResult.Failed.class);
    }

    @Test
    void resultWhenTheKernelHasItWithAnotherPrefixShouldBeAFailure() throws Exception {
        there = Cidr.of("192.0.2.1/24");
        String exists = """
                cat > /dev/null
                echo 'RTNETLINK answers: File exists'
                echo 'Command failed -:1'
                exit 1""";

        assertThat(why(ip(exists).apply(adds(1)).get(0)))
                .isEqualTo("ip could not add 192.0.2.1/32 on eth0: the kernel has 192.0.2.1/24 instead of"
                        + " 192.0.2.1/32 on eth0");
        assertThat(ip(exists).apply(adds(2)))
                .extracting(AddressApplied::result)
                .hasExactlyElementsOfTypes(CommandResult.Failed.class, CommandResult.Done.class);
    }

    @Test
    void resultWhenTheCommandFailsShouldSayWhatItSaid() throws Exception {
        CommandResult result = one(ip("echo 'RTNETLINK answers: Operation not permitted' >&2; exit 2"), Kind.ADD);

        assertThat(result)
                .isInstanceOfSatisfying(
                        CommandResult.Failed.class,
                        failed -> assertThat(failed.why())
                                .isEqualTo("'" + folder + "/ip address add 192.0.2.1/32 dev eth0' exited with 2:"
                                        + " RTNETLINK answers: Operation not permitted"));
    }

    @Test
    void resultWhenTheCommandHangsShouldBeThatItWasEnded() throws Exception {
        AddressChanger changer = changer(Duration.ofMillis(100), "exec sleep 600");

        assertThat(one(changer, Kind.ADD)).isInstanceOf(CommandResult.TimedOut.class);
        assertThat(changer.apply(adds(2)))
                .extracting(AddressApplied::result)
                .hasSize(2)
                .allMatch(CommandResult.TimedOut.class::isInstance);
    }

    @Test
    void resultWhenTheCommandIsGoneShouldBeAFailure() throws Exception {
        AddressChanger changer = ip("exit 0");
        Files.delete(folder.resolve("ip"));

        assertThat(changer.apply(adds(1)))
                .extracting(CommandChangerTest::why)
                .allMatch(why -> why.contains("No such file"));
        assertThat(changer.apply(adds(2)))
                .extracting(CommandChangerTest::why)
                .allMatch(why -> why.contains("No such file"));
    }

    @Test
    void batchWhenSomeLinesFailShouldTellEachByItself() throws Exception {
        AddressChanger changer = ip("""
                cat > /dev/null
                echo 'RTNETLINK answers: File exists'
                echo 'Command failed -:1'
                echo 'RTNETLINK answers: Operation not permitted'
                echo 'Command failed -:3'
                exit 1""");

        List<AddressApplied> applied = changer.apply(adds(4));

        assertThat(applied).extracting(result -> result.action().id()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(applied.get(0).result()).isInstanceOf(CommandResult.Done.class);
        assertThat(applied.get(1).result()).isInstanceOf(CommandResult.Done.class);
        assertThat(why(applied.get(2)))
                .endsWith("could not add 192.0.2.3/32 on eth0: RTNETLINK answers: Operation not permitted");
        assertThat(applied.get(3).result()).isInstanceOf(CommandResult.Done.class);
    }

    @Test
    void batchWhenItFailsAsAWholeShouldBeDoneForNobody() throws Exception {
        for (String end : List.of("echo 'Object \"address\" is unknown'; exit 1", "exit 255", "kill -9 $$")) {
            assertThat(ip(end).apply(adds(2)))
                    .extracting(AddressApplied::result)
                    .as(end)
                    .allMatch(CommandResult.Failed.class::isInstance);
        }
    }

    @Test
    void batchWhenThousandsOfLinesFailShouldTellEveryOne() throws Exception {
        AddressChanger changer = ip("""
                exec awk '{ print "RTNETLINK answers: Operation not permitted, and more words than are needed for that"
                            print "Command failed -:" NR } END { exit 1 }'""");

        assertThat(changer.apply(adds(5_000)))
                .hasSize(5_000)
                .extracting(AddressApplied::result)
                .allMatch(CommandResult.Failed.class::isInstance);
    }

    @Test
    void ifconfigWhenSeveralAreAddedAtOnceShouldGiveEachALabelOfItsOwn() throws Exception {
        Link eth0 = new Link(2, "eth0", new MacAddress(1), true, true, false);
        Path log = folder.resolve("log");
        String program = Scripts.script(folder, "ifconfig", "echo $1 $2 >> " + log);
        // The kernel has whatever the program was called with so far.
        AddressChanger changer = new CommandChanger(new IfconfigCommands(program), new CommandRunner(LONG), () -> {
            List<Carried> carried = new ArrayList<>();
            for (String line : Files.exists(log) ? Files.readAllLines(log) : List.<String>of()) {
                String[] words = line.split(" ");
                carried.add(new Carried(2, Cidr.of(words[1] + "/32"), Optional.of(words[0]), false));
            }
            return new KernelView(List.of(eth0), carried, List.of());
        });

        assertThat(changer.apply(adds(3)))
                .extracting(AddressApplied::result)
                .allMatch(CommandResult.Done.class::isInstance);
        assertThat(Files.readAllLines(log)).containsExactly("eth0:1 192.0.2.1", "eth0:2 192.0.2.2", "eth0:3 192.0.2.3");
    }

    @Test
    void ifconfigWhenTheKernelCannotBeAskedShouldFailInASentence() throws Exception {
        AddressChanger changer =
                new CommandChanger(new IfconfigCommands("/sbin/ifconfig"), new CommandRunner(LONG), () -> {
                    throw new IOException("cannot read this host's addresses");
                });

        assertThat(why(changer.apply(adds(1)).get(0))).contains("cannot read this host's addresses");
    }

    private AddressChanger ip(String body) throws IOException {
        return changer(LONG, body);
    }

    private AddressChanger changer(Duration limit, String body) throws IOException {
        String program = Scripts.script(folder, "ip", body);
        // Asked only for what the program says is there already.
        Link eth0 = new Link(2, "eth0", new MacAddress(1), true, true, false);
        return new CommandChanger(
                new IpCommands(program),
                new CommandRunner(limit),
                () -> new KernelView(
                        List.of(eth0), List.of(new Carried(2, there, Optional.empty(), false)), List.of()));
    }

    private static CommandResult one(AddressChanger changer, Kind kind) throws InterruptedException {
        return changer.apply(List.of(action(1, kind))).get(0).result();
    }

    private static List<AddressAction> adds(int count) {
        List<AddressAction> actions = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            actions.add(action(i, Kind.ADD));
        }
        return actions;
    }

    private static AddressAction action(int number, Kind kind) {
        Cidr address = Cidr.of("192.0." + (2 + number / 250) + "." + number % 250 + "/32");
        return new AddressAction(number, kind, new Placement(address, "eth0", Optional.empty()));
    }

    private static String why(AddressApplied applied) {
        return applied.result() instanceof CommandResult.Failed failed
                ? failed.why()
                : applied.result().toString();
    }
}
