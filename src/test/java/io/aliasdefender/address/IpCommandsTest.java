package io.aliasdefender.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressAction.Kind;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.platform.Command;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpCommandsTest {
    private static final AddressCommands.Kernel UNASKED = () -> {
        throw new IOException("ip needs to know nothing");
    };
    private final IpCommands commands = new IpCommands("/sbin/ip");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ADD    | 192.0.2.100/24   | eth0:1 | /sbin/ip address add 192.0.2.100/24 broadcast 192.0.2.255 dev eth0 label eth0:1
            ADD    | 192.0.2.100/24   |        | /sbin/ip address add 192.0.2.100/24 broadcast 192.0.2.255 dev eth0
            ADD    | 192.0.2.100/30   |        | /sbin/ip address add 192.0.2.100/30 broadcast 192.0.2.103 dev eth0
            ADD    | 192.0.2.100/31   |        | /sbin/ip address add 192.0.2.100/31 dev eth0
            ADD    | 192.0.2.100/32   | eth0:1 | /sbin/ip address add 192.0.2.100/32 dev eth0 label eth0:1
            ADD    | 2001:db8::64/64  |        | /sbin/ip address add 2001:db8::64/64 nodad preferred_lft 0 dev eth0
            ADD    | 2001:db8::64/128 |        | /sbin/ip address add 2001:db8::64/128 nodad preferred_lft 0 dev eth0
            REMOVE | 192.0.2.100/24   | eth0:1 | /sbin/ip address del 192.0.2.100/24 dev eth0
            REMOVE | 192.0.2.100/32   |        | /sbin/ip address del 192.0.2.100/32 dev eth0
            REMOVE | 2001:db8::64/64  |        | /sbin/ip address del 2001:db8::64/64 dev eth0
            """)
    void commandShouldNameExactlyThisAddressAndInterface(Kind kind, String address, String label, String expected) {
        Placement placement = new Placement(Cidr.of(address), "eth0", Optional.ofNullable(label));

        Command command = commands.command(new AddressAction(1, kind, placement), UNASKED);

        assertThat(command.argv()).containsExactly(expected.split(" "));
        assertThat(command.input()).isEmpty();
    }

    @Test
    void batchShouldHaveALineForEachActionAndGoOnAfterAFailure() {
        Command batch = commands.batch(
                        List.of(action(Kind.ADD, "192.0.2.100/32"), action(Kind.REMOVE, "192.0.2.101/32")))
                .orElseThrow();

        assertThat(batch.argv()).containsExactly("/sbin/ip", "-force", "-batch", "-");
        assertThat(batch.input()).contains("""
                address add 192.0.2.100/32 dev eth0
                address del 192.0.2.101/32 dev eth0
                """);
    }

    @Test
    void failuresShouldTellEachLineWithItsOwnComplaint() {
        Map<Integer, String> failures = commands.failures("""
                RTNETLINK answers: File exists
                Command failed -:2
                Cannot find device "eth7"
                Command failed -:17
                """);

        assertThat(failures)
                .containsExactly(
                        Map.entry(2, "RTNETLINK answers: File exists"), Map.entry(17, "Cannot find device \"eth7\""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ADD    | RTNETLINK answers: File exists                   | true
            ADD    | Error: ipv4: Address already assigned.           | true
            ADD    | RTNETLINK answers: Operation not permitted       | false
            ADD    | Cannot find device "eth7"                        | false
            REMOVE | RTNETLINK answers: Cannot assign requested address | true
            REMOVE | Error: ipv4: Address not found.                  | true
            REMOVE | Cannot find device "eth7"                        | true
            REMOVE | RTNETLINK answers: File exists                   | false
            REMOVE | RTNETLINK answers: Operation not permitted       | false
            """)
    void doneAlreadyShouldBeWhatTheKernelSaysToHave(Kind kind, String output, boolean done) {
        assertThat(commands.wasDoneAlready(kind, output)).isEqualTo(done);
    }

    private static AddressAction action(Kind kind, String address) {
        return new AddressAction(1, kind, new Placement(Cidr.of(address), "eth0", Optional.empty()));
    }
}
