package io.aliasdefender.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Managers that wipe addresses, other failover programs, and clouds. */
class OtherProgramsTest {
    /** As systemd 252 writes it. */
    private static final String MANAGED = """
            # This is private data. Do not parse.
            ADMIN_STATE=configured
            OPER_STATE=routable
            CARRIER_STATE=carrier
            ADDRESS_STATE=routable
            IPV4_ADDRESS_STATE=routable
            ONLINE_STATE=online
            REQUIRED_FOR_ONLINE=yes
            ACTIVATION_POLICY=up
            NETWORK_FILE=/etc/systemd/network/10-wired.network
            """;

    private static final String UNMANAGED = """
            # This is private data. Do not parse.
            ADMIN_STATE=unmanaged
            OPER_STATE=routable
            """;

    private final Situation host = new Situation();

    @Test
    void networkdWhenItManagesTheInterfaceShouldBeToldToKeepForeignAddresses() throws Exception {
        host.inspector()
                .file("/run/systemd/netif/links/2", MANAGED)
                .file("/etc/systemd/network/10-wired.network", "[Match]\nName=eth0\n\n[Network]\nDHCP=yes\n");
        assertThat(NetworkdCheck.examine(host.facts())).singleElement().satisfies(found -> {
            assertThat(found.level()).isEqualTo(Level.WARNING);
            assertThat(found.remedy())
                    .get()
                    .asString()
                    .contains(
                            "KeepConfiguration=static", "/etc/systemd/network/10-wired.network.d/alias-defender.conf");
        });

        host.inspector()
                .file(
                        "/etc/systemd/network/10-wired.network.d/alias-defender.conf",
                        "[Network]\n# ours\nKeepConfiguration = static\n");
        assertThat(NetworkdCheck.examine(host.facts())).singleElement().matches(found -> found.level() == Level.OK);
    }

    @Test
    void networkdWhenItLeavesTheInterfaceAloneShouldNotBeMentioned() throws Exception {
        assertThat(NetworkdCheck.examine(host.facts())).isEmpty();
        host.inspector().file("/run/systemd/netif/links/2", UNMANAGED);
        assertThat(NetworkdCheck.examine(host.facts())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, WARNING", "false, OK"})
    void networkManagerShouldBeToldToLeaveTheInterfaceAlone(boolean managed, Level level) throws Exception {
        host.inspector()
                .file(
                        "/run/NetworkManager/devices/2",
                        "[device]\nmanaged=" + managed
                                + "\nconnection-uuid=5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03\nnm-owned=0\n");

        assertThat(NetworkManagerCheck.examine(host.facts())).singleElement().matches(found -> found.level() == level);
    }

    @Test
    void processesWhenAnotherProgramMovesAddressesShouldBeAWarning() throws Exception {
        process(100, "keepalived", "net:[1]", "/usr/sbin/keepalived");
        process(101, "ucarp", "net:[2]", "ucarp");

        List<Diagnosis> found = ProcessesCheck.examine(host.facts());

        assertThat(Situation.lines(found))
                .anyMatch(line -> line.startsWith("WARNING keepalived runs here"))
                .noneMatch(line -> line.contains("ucarp"));
    }

    @Test
    void processesWhenTwoDefendersRunHereShouldBeAnError() throws Exception {
        process(100, "java", "net:[1]", "java\0-jar\0/opt/x/alias-defender.jar\0monitor\0--state\0/run/a");
        process(102, "java", "net:[2]", "java\0-jar\0/opt/x/alias-defender.jar\0monitor");
        process(103, "java", "net:[1]", "java\0-jar\0/opt/x/alias-defender.jar\0status");
        assertThat(Situation.lines(ProcessesCheck.examine(host.facts())))
                .contains("OK a defender runs here (process 100)", "OK no other failover program runs here");

        process(101, "java", "net:[1]", "java\0-jar\0/opt/x/alias-defender.jar\0Monitor");
        assertThat(Situation.lines(ProcessesCheck.examine(host.facts())))
                .anyMatch(line -> line.startsWith("ERROR 2 defenders run here (processes 100, 101)"));
    }

    @Test
    void processesWhenTheirNamespaceMayNotBeSeenShouldBeUnknown() throws Exception {
        host.inspector()
                .link("/proc/self/ns/net", "net:[1]")
                .file("/proc/100/comm", "keepalived")
                .file("/proc/100/cmdline", "/usr/sbin/keepalived");

        assertThat(Situation.lines(ProcessesCheck.examine(host.facts())))
                .contains("UNKNOWN keepalived runs on this machine; whether in this network namespace cannot be seen")
                .noneMatch(line -> line.startsWith("WARNING"));
    }

    private void process(int pid, String name, String namespace, String commandLine) {
        host.inspector()
                .link("/proc/self/ns/net", "net:[1]")
                .link("/proc/" + pid + "/ns/net", namespace)
                .file("/proc/" + pid + "/comm", name)
                .file("/proc/" + pid + "/cmdline", commandLine);
    }

    @ParameterizedTest
    @CsvSource({
        "Amazon EC2, t3.micro, WARNING",
        "Google, Google Compute Engine, WARNING",
        "Microsoft Corporation, Virtual Machine, OK",
        "'VMware, Inc.', VMware Virtual Platform, OK",
        "QEMU, Standard PC (Q35 + ICH9 2009), OK",
    })
    void platformWhenItIsVirtualShouldBeMentioned(String vendor, String product, Level level) throws Exception {
        host.inspector().file("/sys/class/dmi/id/sys_vendor", vendor).file("/sys/class/dmi/id/product_name", product);

        assertThat(PlatformCheck.examine(host.facts())).singleElement().satisfies(found -> {
            assertThat(found.level()).isEqualTo(level);
            assertThat(found.remedy()).isPresent();
        });
    }

    @Test
    void platformWhenItIsAMachineShouldNotBeMentioned() throws Exception {
        assertThat(PlatformCheck.examine(host.facts())).isEmpty();
        host.inspector().file("/sys/class/dmi/id/sys_vendor", "Dell Inc.");
        assertThat(PlatformCheck.examine(host.facts())).isEmpty();
    }
}
