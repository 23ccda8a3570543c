package io.aliasdefender.probe;

import static io.aliasdefender.probe.EngineRig.ALIAS;
import static io.aliasdefender.probe.EngineRig.ALIAS6;
import static io.aliasdefender.probe.EngineRig.B;
import static io.aliasdefender.probe.EngineRig.ETH0;
import static io.aliasdefender.probe.EngineRig.OWN;
import static io.aliasdefender.probe.EngineRig.PARTNER;
import static io.aliasdefender.probe.EngineRig.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.probe.Sighting.Kind;
import io.aliasdefender.os.ArpPacket;
import io.aliasdefender.os.NeighbourPacket;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.ProbeTarget.Purpose;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What frames of others say about an alias. */
class PacketClassifierTest {
    private static final IpAddress OTHER_ALIAS = IpAddress.of("192.0.2.101");
    private static final IpAddress PARTNER6 = IpAddress.of("2001:db8::12");
    private static final MacAddress C = MacAddress.of("02:00:00:00:00:0c");
    private final EngineRig rig = new EngineRig();

    @BeforeEach
    void listen() {
        rig.plan(
                target(ETH0, ALIAS, Purpose.TAKE),
                target(ETH0, OTHER_ALIAS, Purpose.TAKE),
                target(ETH0, ALIAS6, Purpose.TAKE));
        rig.pass(5_000);
        rig.told.clear();
    }

    private void arp(ArpPacket packet) {
        rig.wire.listener.arp("eth0", packet);
    }

    private void neighbour(NeighbourPacket packet) {
        rig.wire.listener.neighbour("eth0", packet, B);
    }

    private void assertSighted(IpAddress alias, Kind kind) {
        assertThat(rig.sightings()).containsExactly(new Sighting(alias, "eth0", B, kind));
    }

    @Test
    void gratuitousRequestShouldBeAnAnnouncement() {
        arp(ArpPacket.announcement(B, ALIAS));
        assertSighted(ALIAS, Kind.ANNOUNCEMENT);
    }

    @Test
    void gratuitousReplyShouldBeAnAnnouncement() {
        arp(ArpPacket.announcementAsReply(B, ALIAS));
        assertSighted(ALIAS, Kind.ANNOUNCEMENT);
    }

    @Test
    void ordinaryRequestFromTheAliasShouldBeUse() {
        arp(ArpPacket.request(B, ALIAS, PARTNER));
        assertSighted(ALIAS, Kind.USE);
    }

    @Test
    void requestFromOneAliasAboutAnotherShouldBeBoth() {
        arp(ArpPacket.request(B, ALIAS, OTHER_ALIAS));
        assertThat(rig.sightings())
                .containsExactly(
                        new Sighting(ALIAS, "eth0", B, Kind.USE), new Sighting(OTHER_ALIAS, "eth0", B, Kind.REQUEST));
    }

    @Test
    void replyToSomebodyElseShouldBeUse() {
        arp(new ArpPacket(true, B, ALIAS, C, PARTNER));
        assertSighted(ALIAS, Kind.USE);
    }

    @Test
    void replyToUsOfASecondHolderShouldBeAReply() {
        rig.arpReply(ETH0, ALIAS, C);
        arp(new ArpPacket(true, B, ALIAS, ETH0.mac(), OWN));
        assertSighted(ALIAS, Kind.REPLY);
    }

    @Test
    void replyToAQuestionFromNowhereShouldBeAReply() {
        rig.arpReply(ETH0, ALIAS, C);
        arp(new ArpPacket(true, B, ALIAS, C, IpAddress.of("0.0.0.0")));
        assertSighted(ALIAS, Kind.REPLY);
    }

    @Test
    void advertisementToAllAfterAnotherHostsQuestionFromNowhereShouldBeUse() {
        neighbour(NeighbourPacket.announcement(B, ALIAS6));
        assertSighted(ALIAS6, Kind.ANNOUNCEMENT);
        rig.pass(5_000);
        rig.told.clear();

        rig.wire.listener.neighbour("eth0", NeighbourPacket.probe(ALIAS6), C);
        rig.told.clear();
        neighbour(NeighbourPacket.announcement(B, ALIAS6));
        assertThat(rig.sightings())
                .as("it is how a kernel answers such a question (RFC 4861, section 7.2.4)")
                .containsExactly(new Sighting(ALIAS6, "eth0", B, Kind.USE));
    }

    @Test
    void questionsShouldBeToldApartByTheirMarkAndTheirSender() {
        arp(ArpPacket.request(B, PARTNER, ALIAS));
        assertSighted(ALIAS, Kind.REQUEST);
        rig.told.clear();
        arp(ArpPacket.watch(B, PARTNER, ALIAS));
        assertSighted(ALIAS, Kind.WATCH);
        rig.told.clear();
        arp(ArpPacket.probe(B, ALIAS));
        assertSighted(ALIAS, Kind.PROBE);
    }

    @Test
    void neighbourQuestionsShouldBeToldApartByTheirMarkAndTheirSender() {
        neighbour(NeighbourPacket.request(B, PARTNER6, ALIAS6));
        assertSighted(ALIAS6, Kind.REQUEST);
        rig.told.clear();
        neighbour(NeighbourPacket.watch(B, PARTNER6, ALIAS6));
        assertSighted(ALIAS6, Kind.WATCH);
        rig.told.clear();
        neighbour(NeighbourPacket.probe(ALIAS6));
        assertSighted(ALIAS6, Kind.PROBE);
    }

    @Test
    void solicitationFromTheAliasShouldBeUse() {
        neighbour(NeighbourPacket.request(B, ALIAS6, PARTNER6));
        assertSighted(ALIAS6, Kind.USE);
    }

    @Test
    void advertisementToAllShouldBeAnAnnouncementThoughSomebodyWasAskedByName() {
        neighbour(NeighbourPacket.announcement(B, ALIAS6));
        assertSighted(ALIAS6, Kind.ANNOUNCEMENT);
    }

    @Test
    void advertisementToAllShouldBeAnAnswerWhileABurstAsksFromNowhere() {
        rig.engine.burst(new BurstRequest(1, ALIAS6, "eth0", 3, Duration.ofMillis(2), Set.of()));
        neighbour(NeighbourPacket.announcement(B, ALIAS6));
        assertThat(rig.sightings()).isEmpty();
        assertThat(rig.bursts())
                .singleElement()
                .satisfies(result -> assertThat(result.alias().mac()).contains(B));
    }

    @Test
    void framesOnAnotherLinkOrOfOurOwnShouldBeNoSightings() {
        rig.wire.listener.arp("eth1", ArpPacket.announcement(B, ALIAS));
        arp(ArpPacket.announcement(ETH0.mac(), ALIAS));
        rig.wire.listener.neighbour(
                "eth0", new NeighbourPacket(false, ALIAS6, PARTNER6, PARTNER6, Optional.of(ETH0.mac())), ETH0.mac());
        assertThat(rig.sightings()).isEmpty();
    }
}
