package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.os.IcmpSocket;
import io.aliasdefender.os.NdSocket;
import io.aliasdefender.os.NetNs;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the laboratory breaks and measures, as its client sees it, without any defender in it. */
@Tag("alone")
@ExtendWith(LabRequired.class)
class FaultsIT {
    private static final IpAddress ALIAS = Lab.ALIAS.address();
    private static final Duration SOON = Duration.ofSeconds(20);

    private static Lab lab;

    @BeforeAll
    static void build() {
        lab = Lab.build();
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @AfterEach
    void reset() {
        lab.reset();
    }

    @Test
    void clientWhenAnAddressIsThereShouldGetAnswersAndKnowWhoseItIs() {
        lab.faults().addAddress(lab.web(1), Lab.ALIAS);
        try (Client client = new Client(lab, ALIAS)) {
            client.awaitAnswer(System.nanoTime(), SOON);
            long from = System.nanoTime();
            Await.pause(Duration.ofMillis(500));
            long to = System.nanoTime();

            // 250 requests; the bound leaves room for a machine that is busy with other things.
            assertThat(client.answers().answeredCount()).isGreaterThan(50);
            assertThat(client.answers().longestSilence(from, to)).isLessThan(Duration.ofMillis(250));
            assertThat(lab.clientNeighbour(ALIAS)).contains(lab.web(1).station().mac());
        }
    }

    @Test
    void silenceWhenTheAddressMovesByHandShouldBeTheTimeItWasNowhere() {
        lab.faults().addAddress(lab.web(1), Lab.ALIAS);
        try (Client client = new Client(lab, ALIAS)) {
            client.awaitAnswer(System.nanoTime(), SOON);
            Faults.Fault gone = lab.faults().deleteAddress(lab.web(1), Lab.ALIAS);
            lab.timeline().awaitHolders(ALIAS, Set.of(), SOON);
            long surelyGone = System.nanoTime();
            Await.pause(Duration.ofMillis(200));
            Faults.Fault back = lab.faults().addAddress(lab.web(2), Lab.ALIAS);
            lab.web(2).station().announce(ALIAS);
            long announced = System.nanoTime();
            client.awaitAnswer(announced, SOON);
            long end = System.nanoTime();

            Duration silence = client.answers().longestSilence(gone.atNanos(), end);
            assertThat(silence).isGreaterThan(Duration.ofNanos(back.atNanos() - surelyGone));
            assertThat(silence).isLessThan(Duration.ofNanos(end - gone.atNanos() + 250_000_000));
            assertThat(client.answers().lost(gone.atNanos(), end)).isGreaterThan(20);
            assertThat(lab.clientNeighbour(ALIAS)).contains(lab.web(2).station().mac());
        }
    }

    @Test
    void cableIsolationAndPowerWhenTakenFromTheHolderShouldSilenceItUntilGivenBack() {
        LabHost web1 = lab.web(1);
        lab.faults().addAddress(web1, Lab.ALIAS);
        try (Client client = new Client(lab, ALIAS)) {
            client.awaitAnswer(System.nanoTime(), SOON);
            expectSilenceBetween(
                    client,
                    () -> lab.faults().cableOut(web1),
                    () -> lab.faults().cableIn(web1));
            expectSilenceBetween(
                    client, () -> lab.faults().isolate(web1), () -> lab.faults().rejoin(web1));
            expectSilenceBetween(
                    client, () -> lab.faults().loss(100), () -> lab.faults().noLoss());
            expectSilenceBetween(
                    client,
                    () -> lab.faults().lossAt(web1, 100),
                    () -> lab.faults().noLoss());
            expectSilenceBetween(client, () -> lab.faults().powerOff(web1), () -> {
                lab.faults().powerOn(web1);
                return lab.faults().addAddress(web1, Lab.ALIAS);
            });
        }
    }

    @Test
    void cutAndRouterDownShouldBotherOnlyThoseConcerned() {
        lab.faults().addAddress(lab.web(1), Lab.ALIAS);
        try (Client client = new Client(lab, ALIAS);
                Client routerClient = new Client(lab, lab.router().address().address())) {
            client.awaitAnswer(System.nanoTime(), SOON);
            routerClient.awaitAnswer(System.nanoTime(), SOON);
            lab.faults().cut(lab.web(1), lab.web(2));
            lab.faults().routerDown();
            long down = System.nanoTime();
            client.awaitAnswer(down + 50_000_000, SOON);

            assertThat(canReach(lab.web(2), lab.web(1))).isFalse();
            assertThat(routerClient.answers().latestNanos()).isLessThan(down + 20_000_000);

            lab.faults().mend(lab.web(2), lab.web(1));
            lab.faults().routerUp();
            assertThat(canReach(lab.web(2), lab.web(1))).isTrue();
            routerClient.awaitAnswer(System.nanoTime(), SOON);
        }
    }

    @Test
    void lossWhenThirtyPercentShouldLoseAboutHalfOfTheEchoes() {
        lab.faults().addAddress(lab.web(1), Lab.ALIAS);
        try (Client client = new Client(lab, ALIAS)) {
            client.awaitAnswer(System.nanoTime(), SOON);
            long from = lab.faults().loss(30).atNanos() + 20_000_000;
            long sentBefore = client.answers().sentCount();
            Await.until("1,000 requests", SOON, () -> client.answers().sentCount() > sentBefore + 1000);
            long to = System.nanoTime() - 20_000_000;
            lab.faults().noLoss();

            // A question and its answer: 1 - 0.7 * 0.7 = 51 %.
            assertThat(client.answers().lost(from, to) / 1000.0).isBetween(0.35, 0.65);
        }
    }

    @Test
    void strangerWhenItAnnouncesShouldTakeTheClientAway() {
        lab.faults().addAddress(lab.web(1), Lab.ALIAS);
        try (Client client = new Client(lab, ALIAS)) {
            client.awaitAnswer(System.nanoTime(), SOON);
            assertThat(lab.clientNeighbour(ALIAS)).contains(lab.web(1).station().mac());

            lab.faults().strangerWith(Lab.ALIAS, true);

            Await.until(
                    "the client believes the stranger",
                    SOON,
                    () -> lab.clientNeighbour(ALIAS)
                            .filter(mac -> mac.toString().equals("02:ad:00:00:06:66"))
                            .isPresent());

            lab.faults().strangerGone();
            assertThat(lab.network().namespace().ip("link", "show")).doesNotContain("stranger");
        }
    }

    @Test
    void earShouldCountWhatIsAnnouncedAndNotWhatIsAnswered() throws Exception {
        Set<MacAddress> stranger = Set.of(Faults.STRANGER_MAC);
        long from = System.nanoTime();
        try (Ear ear = new Ear(lab.client())) {
            Announcements heard = ear.announcements();
            for (Family family : Family.values()) {
                lab.faults().strangerWith(family.cidr(), true);
                Await.until(
                        "one announcement of " + family.alias(),
                        SOON,
                        () -> heard.count(family.alias(), stranger, from, System.nanoTime()) == 1);
            }
            Await.pause(Announcements.ANSWERING);
            long asked = System.nanoTime();
            askWhoHas(Lab.ALIAS_V6.address(), lab.web(1).station());
            Await.until(
                    "the answer to all nodes",
                    SOON,
                    () -> heard.about(Lab.ALIAS_V6.address(), asked, System.nanoTime()).stream()
                            .anyMatch(said -> said.form() == Announcements.Form.ADVERTISEMENT));

            assertThat(heard.count(Lab.ALIAS_V6.address(), stranger, from, System.nanoTime()))
                    .isEqualTo(1);
        }
    }

    /** As duplicate address detection does. */
    private static void askWhoHas(IpAddress address, Station station) throws Exception {
        NetNs.call(station.namespace().name(), () -> {
                    try (NdSocket socket = NdSocket.open(station.linkIndex(), station.mac())) {
                        return socket.probe(address);
                    }
                })
                .ifPresent(why -> {
                    throw new LabException(why);
                });
    }

    /** One echo, by a socket of its own; the host's own prober is not there yet. */
    private static boolean canReach(LabHost from, LabHost to) {
        return from.namespace().ip("neighbour", "flush", "all").isEmpty() && reaches(from, to.address());
    }

    private static boolean reaches(LabHost from, IpAddress target) {
        try (IcmpSocket socket = NetNs.call(from.namespace().name(), () -> IcmpSocket.open(false))) {
            boolean[] answered = new boolean[1];
            long deadline = System.nanoTime() + Duration.ofMillis(500).toNanos();
            while (!answered[0] && System.nanoTime() < deadline) {
                socket.send(target, 0, 0);
                Await.pause(Duration.ofMillis(5));
                socket.receive(16, (address, sent) -> answered[0] |= address.equals(target));
            }
            return answered[0];
        } catch (Exception failure) {
            throw new LabException(failure.toString(), failure);
        }
    }

    private static void expectSilenceBetween(Client client, Supplier<Faults.Fault> fault, Supplier<Faults.Fault> end) {
        long from = fault.get().atNanos();
        long inForce = System.nanoTime();
        Await.pause(Duration.ofMillis(100));
        long ended = end.get().atNanos();
        client.awaitAnswer(System.nanoTime(), SOON);
        assertThat(client.answers().longestSilence(from, System.nanoTime()))
                .isGreaterThanOrEqualTo(Duration.ofNanos(ended - inForce));
    }
}
