package io.aliasdefender.lab;

import static io.aliasdefender.lab.Announcements.Form.ADVERTISEMENT;
import static io.aliasdefender.lab.Announcements.Form.ARP_REPLY;
import static io.aliasdefender.lab.Announcements.Form.ARP_REQUEST;
import static io.aliasdefender.lab.Announcements.Form.SOLICITATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.lab.Announcements.Form;
import io.aliasdefender.lab.Announcements.Said;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {
    private static final MacAddress ONE = MacAddress.of("02:00:00:00:00:01");
    private static final MacAddress TWO = MacAddress.of("02:00:00:00:00:02");

    private final Announcements announcements = new Announcements();

    @Test
    void arpAnnouncementInBothFormsShouldCountOnce() {
        for (int second = 0; second < 3; second++) {
            say(1000L * second, ARP_REQUEST, ONE);
            say(1000L * second + 1, ARP_REPLY, ONE);
        }

        assertThat(count(Family.IPV4, Set.of(ONE), 0, 3000)).isEqualTo(3);
        assertThat(count(Family.IPV4, Set.of(ONE), 500, 1500)).isEqualTo(1);
        assertThat(count(Family.IPV4, Set.of(TWO), 0, 3000)).isZero();
        assertThat(count(Family.IPV6, Set.of(ONE), 0, 3000)).isZero();
    }

    @Test
    void arpAnnouncementsOfOneFormOnlyOrOfTwoSendersShouldCountEach() {
        say(0, ARP_REQUEST, ONE);
        say(1, ARP_REQUEST, ONE);
        say(2, ARP_REPLY, TWO);
        say(200, ARP_REPLY, ONE);

        assertThat(count(Family.IPV4, Set.of(ONE), 0, 1000)).isEqualTo(3);
        assertThat(count(Family.IPV4, Set.of(ONE, TWO), 0, 1000)).isEqualTo(4);
    }

    @Test
    void advertisementWhenSomebodyElseJustAskedShouldBeAnAnswer() {
        say(0, SOLICITATION, TWO);
        say(1, ADVERTISEMENT, ONE);
        say(2, ADVERTISEMENT, ONE);
        say(100, SOLICITATION, TWO);
        say(200, ADVERTISEMENT, ONE);

        assertThat(count(Family.IPV6, Set.of(ONE), 0, 1000)).isEqualTo(2);
    }

    @Test
    void advertisementAfterOnesOwnQuestionShouldBeAnAnnouncement() {
        say(0, SOLICITATION, ONE);
        say(1, ADVERTISEMENT, ONE);

        assertThat(count(Family.IPV6, Set.of(ONE), 0, 1000)).isEqualTo(1);
    }

    private void say(long millis, Form form, MacAddress sender) {
        Family family = form == ARP_REQUEST || form == ARP_REPLY ? Family.IPV4 : Family.IPV6;
        announcements.add(new Said(millis * 1_000_000, form, family.alias(), sender));
    }

    private int count(Family family, Set<MacAddress> senders, long fromMillis, long toMillis) {
        return announcements.count(family.alias(), senders, fromMillis * 1_000_000, toMillis * 1_000_000);
    }
}
