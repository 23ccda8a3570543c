package io.aliasdefender.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceManagerTest {
    private static final long PID = 7;

    @TempDir
    private Path folder;

    @Test
    void managerShouldHearEachMessageOfALifeInOneDatagram() throws Exception {
        String address = folder.resolve("notify").toString();
        try (Manager manager = new Manager(address)) {
            ServiceManager told = told(Map.of("NOTIFY_SOCKET", address));
            long before = System.nanoTime() / 1_000;

            told.status("holding 192.0.2.100");
            told.ready();
            told.reloading();
            told.reloaded();
            told.alive();
            told.stopping();

            assertThat(manager.next()).isEqualTo("STATUS=holding 192.0.2.100");
            assertThat(manager.next()).isEqualTo("READY=1");
            String reloading = manager.next();
            assertThat(reloading).startsWith("RELOADING=1\nMONOTONIC_USEC=");
            // The JVM's own clock is the monotonic one on Linux.
            assertThat(Long.parseLong(reloading.substring(reloading.lastIndexOf('=') + 1)))
                    .isBetween(before, System.nanoTime() / 1_000);
            assertThat(manager.next()).isEqualTo("READY=1");
            assertThat(manager.next()).isEqualTo("WATCHDOG=1");
            assertThat(manager.next()).isEqualTo("STOPPING=1\nSTATUS=stopping");
        }
    }

    @Test
    void managerAtAnAbstractAddressShouldHearToo() throws Exception {
        String address = "@ad-notify-" + PID + "-" + System.nanoTime();
        try (Manager manager = new Manager(address)) {
            told(Map.of("NOTIFY_SOCKET", address)).ready();
            assertThat(manager.next()).isEqualTo("READY=1");
        }
    }

    @Test
    void statusShouldHaveNothingThatATerminalActsOn() throws Exception {
        String address = folder.resolve("notify").toString();
        try (Manager manager = new Manager(address)) {
            told(Map.of("NOTIFY_SOCKET", address)).status("a\u001b[2J\nMAINPID=1");
            assertThat(manager.next()).isEqualTo("STATUS=a\\u001b[2J MAINPID=1");
        }
    }

    @Test
    void whatIsNoNewsShouldNotBeToldAgain() throws Exception {
        String address = folder.resolve("notify").toString();
        try (Manager manager = new Manager(address)) {
            ServiceManager told = told(Map.of("NOTIFY_SOCKET", address));

            // Before it is ready there is nothing to reload.
            told.reloading();
            told.reloaded();
            told.ready();
            told.ready();
            told.status("one\ntwo");
            told.status("one\ntwo");
            told.stopping();

            assertThat(manager.next()).isEqualTo("READY=1");
            assertThat(manager.next()).isEqualTo("STATUS=one two");
            assertThat(manager.next()).startsWith("STOPPING=1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "relative", "/", "@", "/nobody/listens/there"})
    void addressThatIsNoneShouldHarmNobody(String address) {
        ServiceManager told = told(Map.of("NOTIFY_SOCKET", address, "WATCHDOG_USEC", "5000000"));

        told.ready();
        told.status("holding nothing");
        told.alive();
        told.stopping();
    }

    @Test
    void managerThatIsStuckShouldNotHoldUsUp() {
        String address = folder.resolve("notify").toString();
        try (Manager manager = new Manager(address)) {
            manager.stick();
            ServiceManager told = told(Map.of("NOTIFY_SOCKET", address));

            // Far more than the kernel keeps for a receiver that does not read.
            for (int i = 0; i < 2_000; i++) {
                told.alive();
            }
            told.stopping();

            assertThat(manager.heard()).hasSizeLessThan(2_000);
        }
    }

    @ParameterizedTest
    @CsvSource({"5000000,,PT5S", "5000000,7,PT5S", "250,7,PT0.00025S"})
    void watchdogThatIsMeantForUsShouldBeFed(String micros, String pid, Duration limit) {
        Map<String, String> environment = pid == null
                ? Map.of("NOTIFY_SOCKET", "/n", "WATCHDOG_USEC", micros)
                : Map.of("NOTIFY_SOCKET", "/n", "WATCHDOG_USEC", micros, "WATCHDOG_PID", pid);
        assertThat(told(environment).watchdog()).contains(limit);
    }

    @ParameterizedTest
    @CsvSource({"5000000,8", "0,7", "soon,7", "-1,7"})
    void watchdogThatIsNotMeantForUsShouldBeLeftAlone(String micros, String pid) {
        assertThat(told(Map.of("NOTIFY_SOCKET", "/n", "WATCHDOG_USEC", micros, "WATCHDOG_PID", pid))
                        .watchdog())
                .isEmpty();
    }

    private static ServiceManager told(Map<String, String> environment) {
        return ServiceManager.of(environment, PID);
    }
}
