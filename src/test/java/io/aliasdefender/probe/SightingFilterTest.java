package io.aliasdefender.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.Sighting;
import org.junit.jupiter.api.Test;

class SightingFilterTest {
    private static final long MS = 1_000_000;
    private final SightingFilter filter = new SightingFilter();

    private static Sighting by(long mac) {
        return new Sighting(IpAddress.of("192.0.2.100"), "eth0", new MacAddress(mac), Sighting.Kind.ANNOUNCEMENT);
    }

    @Test
    void equalSightingsShouldBeToldAgainOnlyAfterAWhile() {
        assertThat(filter.worthTelling(by(1), 0)).isTrue();
        assertThat(filter.worthTelling(by(1), 9 * MS)).isFalse();
        assertThat(filter.worthTelling(by(2), 9 * MS)).isTrue();
        assertThat(filter.worthTelling(by(1), 10 * MS)).isTrue();
    }

    @Test
    void stormOfEverNewSendersShouldNotBeRememberedForever() {
        filter.worthTelling(by(0), 0);
        for (int sender = 1; sender <= 2_000; sender++) {
            filter.worthTelling(by(sender), 0);
        }
        assertThat(filter.worthTelling(by(0), 1)).as("the oldest was forgotten").isTrue();
        assertThat(filter.worthTelling(by(2_000), 1)).isFalse();
    }
}
