package io.aliasdefender.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from the commands of systems that this test does not run on. */
class RecordingsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            solaris-8  | 1 lo0 up cable loopback, 2 hme0 up cable, 3 qfe0 up
            solaris-10 | 1 lo0 up cable loopback, 2 e1000g0 up cable, 3 e1000g1 up
            solaris-11 | 1 lo0 up cable loopback, 2 net0 up cable
            freebsd    | 1 em0 up cable, 2 em1, 3 lo0 up cable loopback
            macos      | 1 lo0 up cable loopback, 2 gif0, 3 en0 up cable, 4 en1 up
            openbsd    | 1 lo0 up cable loopback, 2 vio0 up cable
            """)
    void interfacesShouldBeRead(String system, String expected) throws Exception {
        List<String> found = IfconfigList.parse(text(system, "ifconfig")).links().stream()
                .map(RecordingsTest::words)
                .toList();

        assertThat(String.join(", ", found)).isEqualTo(expected);
    }

    private static String words(Link link) {
        return link.index() + " " + link.name() + (link.up() ? " up" : "") + (link.carrier() ? " cable" : "")
                + (link.loopback() ? " loopback" : "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            solaris-8  | 192.0.2.11/24, 192.0.2.100/24 hme0:1, 0.0.0.0/0 hme0:2 not-up
            solaris-8  | fe80::a00:20ff:fea1:b2c3/10, 2001:db8::a00:20ff:fea1:b2c3/64
            solaris-10 | 192.0.2.11/24, 192.0.2.20/24 e1000g0:1
            solaris-11 | 192.0.2.11/24, 192.0.2.100/24 net0:1 not-up duplicate
            solaris-11 | fe80::214:4fff:fefa:102/10, 2001:db8::11/64
            freebsd    | 192.0.2.11/24, 192.0.2.100/32
            freebsd    | fe80::a00:27ff:fe01:203/64, 2001:db8::11/64, 2001:db8::100/64 not-up duplicate
            macos      | 192.0.2.11/24, 192.0.2.100/24
            openbsd    | 192.0.2.11/24
            """)
    void addressesShouldBeReadWithTheirPrefixesAndNumbers(String system, String expected) throws Exception {
        IfconfigList.Listed host = IfconfigList.parse(text(system, "ifconfig"));
        Link first = host.links().stream()
                .filter(link -> link.name().matches("hme0|e1000g0|net0|em0|en0|vio0"))
                .findFirst()
                .orElseThrow();
        boolean v6 = expected.contains("::");

        List<String> found = host.addresses().stream()
                .filter(carried -> carried.linkIndex() == first.index()
                        && carried.address().address().v6() == v6)
                .map(RecordingsTest::words)
                .toList();

        assertThat(String.join(", ", found)).isEqualTo(expected);
    }

    private static String words(Carried carried) {
        return carried.address()
                + carried.label().map(label -> " " + label).orElse("")
                + (carried.tentative() ? " not-up" : "")
                + (carried.duplicate() ? " duplicate" : "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            solaris-8  | 192.0.2.1 hme0, fe80::1 hme0
            solaris-10 | 192.0.2.1 e1000g0, 192.0.2.254 e1000g0
            solaris-11 | 192.0.2.1 net0, 2001:db8::1 net0
            freebsd    | 192.0.2.1 em0, fe80::1 em0
            macos      | 192.0.2.1 en0, fe80::1 en0
            openbsd    | 192.0.2.1 vio0
            """)
    void defaultRoutersShouldBeReadWithTheirInterfaces(String system, String expected) throws Exception {
        IfconfigList.Listed host = IfconfigList.parse(text(system, "ifconfig"));
        KernelView view =
                new KernelView(host.links(), host.addresses(), NetstatRoutes.parse(text(system, "netstat"), host));

        List<String> found = view.routes().stream()
                .map(route -> route.gateway() + " "
                        + view.link(route.linkIndex()).orElseThrow().name())
                .toList();

        assertThat(String.join(", ", found)).isEqualTo(expected);
        assertThat(view.routes()).isSortedAccordingTo((one, other) -> one.metric() - other.metric());
    }

    @Test
    void linesInAnyOrderAndOfAnyLengthShouldNeverBeAFailure() throws Exception {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>();
        for (String system : List.of("solaris-8", "freebsd", "macos")) {
            text(system, "ifconfig").lines().forEach(lines::add);
            text(system, "netstat").lines().forEach(lines::add);
        }
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int line = 0; line < 8; line++) {
                String whole = lines.get(random.nextInt(lines.size()));
                text.append(whole, 0, random.nextInt(whole.length() + 1)).append('\n');
            }
            IfconfigList.Listed host = IfconfigList.parse(text.toString());
            assertThat(NetstatRoutes.parse(text.toString(), host)).isNotNull();
        }
    }

    private static String text(String system, String command) throws IOException {
        try (InputStream in =
                RecordingsTest.class.getResourceAsStream("/platform/" + system + "-" + command + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
