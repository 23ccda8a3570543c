package io.aliasdefender.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.web.ConnectionSlots.Source;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class ConnectionSlotsTest {
    private final ConnectionSlots slots = new ConnectionSlots(4, 2, 1);

    private static Source from(String address) throws Exception {
        return Source.of(InetAddress.getByName(address));
    }

    @Test
    void socketShouldHavePlacesThatTcpCannotTake() throws Exception {
        for (String address : new String[] {"192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"}) {
            assertThat(slots.take(from(address))).isEmpty();
        }
        assertThat(slots.take(from("192.0.2.5"))).contains("there are 4 connections to the web already");

        assertThat(slots.take(Source.UNIX)).isEmpty();
        assertThat(slots.take(Source.UNIX)).contains("there are 1 connections to the Unix socket already");

        slots.free(Source.UNIX);
        assertThat(slots.take(Source.UNIX)).isEmpty();
        slots.free(from("192.0.2.1"));
        assertThat(slots.take(from("192.0.2.5"))).isEmpty();
    }

    @Test
    void sourceShouldNotTakeThePlacesOfOthers() throws Exception {
        assertThat(slots.take(from("192.0.2.1"))).isEmpty();
        assertThat(slots.take(from("192.0.2.1"))).isEmpty();
        assertThat(slots.take(from("192.0.2.1"))).contains("one source has 2 connections to the web already");
        assertThat(slots.take(from("192.0.2.2"))).isEmpty();

        slots.free(from("192.0.2.1"));
        assertThat(slots.take(from("192.0.2.1"))).isEmpty();
    }

    @Test
    void addressesThatAreAtTheChoiceOfOneShouldBeOneSource() throws Exception {
        assertThat(from("2001:db8:1::1")).isEqualTo(from("2001:db8:1::ffff:1"));
        assertThat(from("2001:db8:1::1")).isNotEqualTo(from("2001:db8:1:1::1"));
        assertThat(from("::ffff:192.0.2.1")).isEqualTo(from("192.0.2.1"));
        assertThat(from("192.0.2.1")).isNotEqualTo(from("192.0.2.2"));
        assertThat(from("127.0.0.1")).isNotEqualTo(from("::1"));
    }
}
