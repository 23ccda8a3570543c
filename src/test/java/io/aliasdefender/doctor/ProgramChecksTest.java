package io.aliasdefender.doctor;

import static io.aliasdefender.doctor.Situation.carried;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.files.PathTrust;
import io.aliasdefender.payload.Settings.AddressTool;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rights, Java, limits, files and interfaces. */
class ProgramChecksTest {
    private static final String STATUS = "Name:\tjava\nUid:\t%d\t%d\t0\t0\nCapPrm:\t0\nCapEff:\t%s\n";

    private final Situation host = new Situation();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0    | 000001ffffffffff | OK      | may probe and change addresses
            0    | 0000000000003000 | OK      | may probe and change addresses
            0    | 0000000000000000 | ERROR   | root without CAP_NET_ADMIN and CAP_NET_RAW
            0    | 0000000000001000 | ERROR   | root without CAP_NET_RAW:
            1000 | 0000000000000000 | WARNING | this user has no CAP_NET_ADMIN and CAP_NET_RAW
            """)
    void rightsShouldBeThoseOfThisProcessWhereThereIsNoUnit(int user, String capabilities, Level level, String words) {
        host.inspector().file("/proc/self/status", STATUS.formatted(user, user, capabilities));

        assertThat(Situation.lines(RightsCheck.examine(host.facts())))
                .singleElement()
                .asString()
                .startsWith(level + " ")
                .contains(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            User=root                                                                                     | OK
            User=alias-defender                                                                           | ERROR
            User=alias-defender;AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW                             | OK
            User=alias-defender;AmbientCapabilities=CAP_NET_ADMIN;AmbientCapabilities=CAP_NET_RAW         | OK
            User=alias-defender;AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW;AmbientCapabilities=        | ERROR
            CapabilityBoundingSet=CAP_NET_RAW                                                             | ERROR
            """)
    void rightsShouldBeThoseOfTheUnitWhereThereIsOne(String lines, Level level) {
        host.inspector()
                .file("/proc/self/status", STATUS.formatted(1000, 1000, "0"))
                .file("/lib/systemd/system/alias-defender.service", "[Service]\n" + lines.replace(';', '\n'));

        assertThat(RightsCheck.examine(host.facts())).singleElement().matches(found -> found.level() == level);
    }

    @Test
    void unitWhenItHasTheTokenInItsEnvironmentShouldBeTold() {
        host.inspector()
                .file("/proc/self/status", STATUS.formatted(0, 0, "3000"))
                .file("/lib/systemd/system/alias-defender.service", "[Service]\nUser=root\n")
                .file(
                        "/etc/systemd/system/alias-defender.service.d/override.conf",
                        "[Service]\nEnvironment=LANG=C \"ALIAS_DEFENDER_TOKEN=0123456789abcdef\"\n");

        assertThat(Situation.lines(RightsCheck.examine(host.facts())))
                .anyMatch(line -> line.startsWith("WARNING ") && line.contains("every user of this host can read"))
                .noneMatch(line -> line.contains("0123456789abcdef"));
    }

    @Test
    void unitWhenItHasADropInShouldBeReadWithIt() {
        host.inspector()
                .file("/proc/self/status", STATUS.formatted(0, 0, "3000"))
                .file("/lib/systemd/system/alias-defender.service", "[Service]\nUser=alias-defender\n")
                .file(
                        "/etc/systemd/system/alias-defender.service.d/override.conf",
                        "[Service]\nAmbientCapabilities=CAP_NET_ADMIN \\\n  CAP_NET_RAW\nCPUSchedulingPolicy=fifo\n");

        assertThat(RightsCheck.examine(host.facts())).singleElement().matches(found -> found.level() == Level.OK);
        assertThat(Unit.of(host.inspector())).get().matches(Unit::realTime);
    }

    @Test
    void jvmShouldSayWhatIsWrongWithIt() {
        Optional<String> archive = Optional.of("/usr/share/alias-defender/a.jsa");
        Optional<String> none = Optional.empty();
        assertThat(JvmCheck.judge(new Jvm(17, "/j", none, none, archive, true)))
                .allMatch(found -> found.level() == Level.OK && found.remedy().isEmpty());
        assertThat(Situation.lines(JvmCheck.judge(new Jvm(11, "/j", none, none, none, false))))
                .contains("ERROR Java 11 is too old");
        assertThat(Situation.lines(JvmCheck.judge(new Jvm(17, "/j", none, none, archive, false))))
                .anyMatch(
                        line -> line.startsWith("WARNING the class archive /usr/share/alias-defender/a.jsa does not"));
        assertThat(Situation.lines(JvmCheck.judge(new Jvm(17, "/j", Optional.of("noexec"), none, none, false))))
                .anyMatch(line -> line.startsWith("ERROR native calls are not possible: noexec"));
        assertThat(Situation.lines(JvmCheck.judge(new Jvm(17, "/j", none, Optional.of("noexec"), none, false))))
                .anyMatch(line -> line.startsWith("ERROR Netty's epoll library cannot be loaded (noexec)"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AUTO     |      | false | false | OK    | netlink
            AUTO     | none | true  | true  | OK    | by ip
            AUTO     | none | false | true  | OK    | by ifconfig
            AUTO     | none | false | false | ERROR | neither ip nor ifconfig
            NETLINK  | none | true  | true  | ERROR | none
            IP       |      | false | true  | ERROR | ip is not installed
            IFCONFIG |      | true  | false | ERROR | ifconfig is not installed
            IFCONFIG |      | true  | true  | OK    | ifconfig
            """)
    void commandsShouldBeInstalled(
            AddressTool tool, String problem, boolean ip, boolean ifconfig, Level level, String words) {
        assertThat(Situation.lines(CommandsCheck.judge(tool, Optional.ofNullable(problem), ip, ifconfig)))
                .singleElement()
                .asString()
                .startsWith(level + " ")
                .contains(words);
    }

    @Test
    void limitsShouldLeaveRoomForReaders() {
        String limits = """
                Limit                     Soft Limit           Hard Limit           Units
                Max open files            %s                 524288               files
                Max realtime priority     0                    0
                """;
        host.inspector().file("/proc/self/limits", limits.formatted("1024"));
        assertThat(LimitsCheck.examine(host.facts())).singleElement().matches(found -> found.level() == Level.WARNING);
        host.inspector().file("/proc/self/limits", limits.formatted("unlimited"));
        assertThat(LimitsCheck.examine(host.facts())).singleElement().matches(found -> found.level() == Level.OK);

        host.configured(Situation.PAIR + "interval: 10ms\n");
        assertThat(LimitsCheck.examine(host.facts()))
                .hasSize(2)
                .anyMatch(found -> found.sentence().startsWith("no real-time priority"));
    }

    @Test
    void stateFolderShouldBeForItsOwnerAlone() {
        host.inspector().permissions("/run/alias-defender", "rwxrwxrwx");
        assertThat(StateFolderCheck.examine(host.facts()))
                .singleElement()
                .matches(found -> found.level() == Level.ERROR);
        host.inspector().permissions("/run/alias-defender", "rwxr-x---");
        assertThat(StateFolderCheck.examine(host.facts())).singleElement().matches(found -> found.level() == Level.OK);
        host.inspector().permissions("/run/alias-defender", "r-xr-x---");
        assertThat(StateFolderCheck.examine(host.facts()))
                .singleElement()
                .matches(found -> found.level() == Level.UNKNOWN);

        host.inspector()
                .flaw(new PathTrust.Flaw(
                        PathTrust.Who.STRANGER, Path.of("/run/alias-defender"), "belongs to the daemon", "none"));
        assertThat(StateFolderCheck.examine(host.facts()))
                .singleElement()
                .matches(found -> found.level() == Level.UNKNOWN);
        host.inspector()
                .flaw(new PathTrust.Flaw(
                        PathTrust.Who.STRANGER, Path.of("/run"), "can be written by every user", "run chmod o-w /run"));
        assertThat(Situation.lines(StateFolderCheck.examine(host.facts())))
                .containsExactly(
                        "ERROR the state folder /run/alias-defender is not safe: /run can be written by every user");

        Situation fresh = new Situation();
        fresh.inspector().permissions("/run", "rwxr-xr-x");
        assertThat(Situation.lines(StateFolderCheck.examine(fresh.facts())))
                .containsExactly("OK the state folder /run/alias-defender is made when the daemon starts");
        fresh.inspector().permissions("/run", "r-xr-xr-x");
        assertThat(StateFolderCheck.examine(fresh.facts()))
                .singleElement()
                .matches(found -> found.level() == Level.UNKNOWN);
    }

    @Test
    void configurationShouldBeToldWithItsMistakes() {
        assertThat(Situation.lines(ConfigurationCheck.examine(host.facts())))
                .containsExactly(
                        "OK /etc/alias-defender/alias-defender.yaml is right; this host is web1 (192.0.2.11) and"
                                + " defends 1 alias");
        host.inspector().permissions("/etc/alias-defender/alias-defender.yaml", "rw-rw-rw-");
        assertThat(ConfigurationCheck.examine(host.facts()))
                .anyMatch(found -> found.level() == Level.ERROR
                        && found.remedy().equals(Optional.of("chmod o-w /etc/alias-defender/alias-defender.yaml")));

        host.configured(Situation.PAIR + "intervall: 1s\n");
        assertThat(Situation.lines(ConfigurationCheck.examine(host.facts())))
                .anyMatch(line -> line.startsWith("ERROR web.yaml:3: unknown key \"intervall\""));
        assertThat(Situation.lines(
                        ConfigurationCheck.examine(host.unconfigured().facts())))
                .containsExactly("UNKNOWN there is no configuration, so only the host itself is looked at");
    }

    @Test
    void interfacesShouldBeUpAndFit() {
        assertThat(Situation.lines(InterfacesCheck.examine(host.facts())))
                .containsExactly("OK eth0 is up and has a carrier");

        assertThat(found(host.link(new Link(2, "eth0", Situation.OWN, true, false, false))))
                .containsExactly("ERROR eth0 has no carrier");
        assertThat(found(host.link(new Link(2, "eth0", Situation.OWN, false, false, false))))
                .containsExactly("ERROR eth0 is down");
        assertThat(found(new Situation().noLinks()))
                .containsExactly("ERROR this host has no interface eth0 for 192.0.2.100/24");
        assertThat(found(new Situation()
                        .addresses(carried(2, "198.51.100.7/24"))
                        .configured(Situation.PAIR.replace(", interface: eth0", ""))))
                .anyMatch(line -> line.startsWith("ERROR no interface carries the subnet of 192.0.2.100/24"));
        assertThat(found(new Situation().addresses(carried(2, "192.0.2.100/24"))))
                .anyMatch(line -> line.startsWith("WARNING eth0 has no address of its own in the subnet"));
        assertThat(found(new Situation().plus(carried(2, "192.0.2.100/32"))))
                .anyMatch(line -> line.startsWith("WARNING eth0 has 192.0.2.100/32, not 192.0.2.100/24"));
        Carried failed = new Carried(2, Cidr.of("2001:db8::100/64"), Optional.empty(), true, true);
        assertThat(found(new Situation().plus(failed).configured(Situation.BOTH)))
                .anyMatch(line -> line.startsWith("ERROR 2001:db8::100/64 on eth0 is there, but duplicate"));
        assertThat(found(new Situation().noLinks().unconfigured()))
                .containsExactly("ERROR no interface of this host is up and has an address");
    }

    private static List<String> found(Situation situation) {
        return Situation.lines(InterfacesCheck.examine(situation.facts()));
    }

    @Test
    void clockShouldBeSynchronised() {
        assertThat(ClockCheck.judge(Optional.of(false)))
                .singleElement()
                .matches(found -> found.level() == Level.WARNING);
        assertThat(ClockCheck.judge(Optional.of(true))).singleElement().matches(found -> found.level() == Level.OK);
        assertThat(ClockCheck.judge(Optional.empty())).isEmpty();
    }
}
