package io.aliasdefender.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Level;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.payload.LinkKey;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Secret;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two engines, and a router that forwards or not. */
class RouterPathTest {
    private static final long STEP = Duration.ofMillis(10).toNanos();
    private static final Node WEB1 = new Node("web1", IpAddress.of("192.0.2.11"));
    private static final Node WEB2 = new Node("web2", IpAddress.of("192.0.2.12"));
    private static final Map<IpAddress, Hop> HOP1 = hop("192.0.2.11/24", 2, "192.0.2.1");
    /** It knows another router, and has another interface. */
    private static final Map<IpAddress, Hop> HOP2 = hop("192.0.2.12/24", 3, "192.0.2.2");

    private final List<Datagram> straight = new ArrayList<>();
    private final List<Datagram> around = new ArrayList<>();
    private final List<Report> said = new ArrayList<>();
    private boolean cut;
    private boolean forwards = true;
    private int sent;
    private long now = 1;
    private final LinkEngine web1 = engine(7, WEB1, said);
    private final LinkEngine web2 = engine(8, WEB2, new ArrayList<>());

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Datagram(IpAddress from, IpAddress to, byte[] bytes) {}

    private static Map<IpAddress, Hop> hop(String own, int index, String router) {
        Cidr network = Cidr.of(own);
        return Map.of(
                network.address(), new Hop(network, index, IpAddress.of(router), MacAddress.of("02:00:00:00:00:01")));
    }

    private LinkEngine engine(long boot, Node self, List<Report> reports) {
        LinkKey key = new LinkKey(1, new Secret(Base64.getEncoder().encodeToString(new byte[32])));
        Settings settings = LinkSettings.of(
                self,
                List.of(WEB1, WEB2),
                Duration.ofSeconds(1),
                new Settings.Link(Optional.of(8601), "/k", List.of(key), Map.of()));
        Wire wire = new Wire() {
            @Override
            public void send(IpAddress from, IpAddress to, byte[] datagram) {
                straight.add(new Datagram(from, to, datagram));
            }

            @Override
            public void sendByRouter(Hop hop, IpAddress from, IpAddress to, byte[] datagram) {
                around.add(new Datagram(from, to, datagram));
            }
        };
        return new LinkEngine(boot, settings, wire, reports::add, news -> {}, now);
    }

    private void run(Duration length) {
        long end = now + length.toNanos();
        while (now < end) {
            now += STEP;
            web1.tick(now);
            web2.tick(now);
            sent += straight.size() + around.size();
            List<Datagram> arriving = new ArrayList<>(cut ? List.of() : straight);
            arriving.addAll(forwards ? around : List.of());
            straight.clear();
            around.clear();
            for (Datagram one : arriving) {
                LinkEngine to = one.to().equals(WEB2.address()) ? web2 : web1;
                to.received(one.to(), one.from(), one.bytes(), one.bytes().length, now);
            }
        }
    }

    private void routers() {
        web1.routers(HOP1, now);
        web2.routers(HOP2, now);
    }

    private List<String> ways(LinkEngine engine) {
        return engine.view(Optional.empty(), now).nodes().get(0).paths().stream()
                .map(path -> path.via().orElse("straight") + " " + path.way())
                .toList();
    }

    @Test
    void hostsThatCannotHearEachOtherShouldByWayOfTheRouter() {
        routers();
        cut = true;
        run(Duration.ofSeconds(3));
        assertThat(ways(web1)).containsExactly("straight never", "192.0.2.1 both");
        assertThat(ways(web2)).containsExactly("straight never", "192.0.2.2 both");
        assertThat(web1.view(Optional.empty(), now).nodes().get(0).word()).isPresent();

        sent = 0;
        cut = false;
        run(Duration.ofSeconds(20));
        assertThat(ways(web1)).containsExactly("straight both", "192.0.2.1 both");
        // Two a second and path.
        assertThat(sent).isBetween(76, 84);
    }

    @Test
    void routerThatForwardsNothingShouldChangeNothingElse() {
        routers();
        forwards = false;
        run(Duration.ofSeconds(30));
        assertThat(ways(web1)).containsExactly("straight both", "192.0.2.1 never");
        assertThat(said).extracting(Report::cause).containsExactly("link-up");
    }

    @Test
    void routerThatCeasesToForwardShouldBeAWarningAndAlongWithTheNodeNone() {
        routers();
        run(Duration.ofSeconds(3));
        forwards = false;
        run(Duration.ofSeconds(10));
        assertThat(said).last().satisfies(report -> {
            assertThat(report.level()).isEqualTo(Level.WARNING);
            assertThat(report.sentence())
                    .isEqualTo("nothing is heard from web2 192.0.2.12 by way of the router 192.0.2.1 over the link"
                            + " any more");
        });
        forwards = true;
        run(Duration.ofSeconds(3));
        said.clear();
        cut = true;
        run(Duration.ofSeconds(10));
        forwards = false;
        run(Duration.ofSeconds(10));
        assertThat(said)
                .filteredOn(report -> report.cause().equals("link-down"))
                .extracting(Report::level)
                .containsExactly(Level.WARNING, Level.INFO);
    }

    @Test
    void hostThatKnowsNoRouterAnyMoreShouldGoOnWhereItWasWhenItKnowsOneAgain() {
        routers();
        run(Duration.ofSeconds(60));
        web1.routers(Map.of(), now);
        run(Duration.ofSeconds(10));
        // web2 still sends by its own router.
        assertThat(ways(web1)).containsExactly("straight both", "192.0.2.1 one-way");
        assertThat(ways(web2)).containsExactly("straight both", "192.0.2.2 none");

        web1.routers(HOP1, now);
        run(Duration.ofSeconds(3));
        assertThat(ways(web1)).containsExactly("straight both", "192.0.2.1 both");
        assertThat(ways(web2)).containsExactly("straight both", "192.0.2.2 both");
    }

    @Test
    void hostsOfWhichOneKnowsARouterShouldHaveTheDirectPathAlone() {
        web1.routers(HOP1, now);
        run(Duration.ofSeconds(30));
        assertThat(ways(web1)).containsExactly("straight both", "192.0.2.1 never");
        assertThat(ways(web2)).containsExactly("straight both");
    }

    @Test
    void nodeInAnotherNetworkShouldHaveNoSuchPath() {
        web1.routers(hop("192.0.2.11/32", 2, "192.0.2.1"), now);
        assertThat(ways(web1)).containsExactly("straight never");
    }
}
