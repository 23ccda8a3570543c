package io.aliasdefender.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, LINUX",
        "SunOS, SOLARIS",
        "FreeBSD, FREEBSD",
        "OpenBSD, OPENBSD",
        "NetBSD, OPENBSD",
        "Mac OS X, MACOS",
        "AIX, LINUX"
    })
    void systemShouldBeToldByItsName(String name, Platform platform) {
        assertThat(Platform.of(name)).isEqualTo(platform);
        assertThat(platform.shortfall().isPresent()).isEqualTo(platform != Platform.LINUX);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            LINUX   | 192.0.2.1   | ping  -n -q -c 1 -W 1 192.0.2.1
            LINUX   | 2001:db8::1 | ping  -n -q -c 1 -W 1 2001:db8::1
            SOLARIS | 192.0.2.1   | ping  192.0.2.1 1
            SOLARIS | 2001:db8::1 | ping  -A inet6 2001:db8::1 1
            FREEBSD | 192.0.2.1   | ping  -n -q -c 1 -t 1 192.0.2.1
            FREEBSD | 2001:db8::1 | ping6 -n -q -c 1 2001:db8::1
            OPENBSD | 192.0.2.1   | ping  -n -q -c 1 -w 1 192.0.2.1
            MACOS   | 192.0.2.1   | ping  -n -q -c 1 -t 1 192.0.2.1
            MACOS   | 2001:db8::1 | ping6 -n -q -c 1 2001:db8::1
            """)
    void pingShouldBeAskedAsEachSystemDoes(Platform platform, String address, String expected) {
        IpAddress to = IpAddress.of(address);

        assertThat(PingCommand.program(platform, to.v6()) + " " + String.join(" ", PingCommand.arguments(platform, to)))
                .isEqualTo(expected.replaceAll(" +", " "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no answer from 192.0.2.1                                | false
            ICMP Host Unreachable from gateway 192.0.2.1            | false
            1 packets transmitted, 0 packets received, 100% packet loss | false
            ping: sendto Network is unreachable                     | true
            ping: sendto: No route to host                          | true
            ping: unknown host 2001:db8::1                          | true
            ping: socket: Operation not permitted                   | true
            """)
    void pingThatCouldNotSendShouldBeNoSilence(String output, boolean notSent) {
        assertThat(PingCommand.notSent(output + "\n").isPresent()).isEqualTo(notSent);
    }

    @Test
    void commandsShouldBeTheSystemsOwn() {
        assertThat(Platform.commandFolders()).containsExactly("/usr/sbin", "/sbin", "/usr/bin", "/bin");
        assertThat(SystemCommands.find("sh")).get().asString().matches("/(usr/)?bin/sh");
        assertThat(SystemCommands.find("no-such-command")).isEmpty();
    }
}
