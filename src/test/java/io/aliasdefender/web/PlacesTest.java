package io.aliasdefender.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.web.Places.Source;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private final Places places = new Places(4, 2, 1);

    private static Source from(String address) throws Exception {
        return Source.of(InetAddress.getByName(address));
    }

    @Test
    void socketShouldHavePlacesThatTcpCannotTake() throws Exception {
        for (String address : new String[] {"192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"}) {
            assertThat(places.take(from(address))).isEmpty();
        }
        assertThat(places.take(from("192.0.2.5"))).contains("there are 4 connections to the web already");

        assertThat(places.take(Source.UNIX)).isEmpty();
        assertThat(places.take(Source.UNIX)).contains("there are 1 connections to the Unix socket already");

        places.free(Source.UNIX);
        assertThat(places.take(Source.UNIX)).isEmpty();
        places.free(from("192.0.2.1"));
        assertThat(places.take(from("192.0.2.5"))).isEmpty();
    }

    @Test
    void sourceShouldNotTakeThePlacesOfOthers() throws Exception {
        assertThat(places.take(from("192.0.2.1"))).isEmpty();
        assertThat(places.take(from("192.0.2.1"))).isEmpty();
        assertThat(places.take(from("192.0.2.1"))).contains("one source has 2 connections to the web already");
        assertThat(places.take(from("192.0.2.2"))).isEmpty();

        places.free(from("192.0.2.1"));
        assertThat(places.take(from("192.0.2.1"))).isEmpty();
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
