package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.ByReference;
import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.ConfigStatus;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where aliases go whose interface the configuration does not name, while the network comes and goes. */
@Timeout(60)
@ExtendWith(VertxExtension.class)
class ConfigPlacesTest {
    private static final Duration SCAN_PERIOD = Duration.ofMillis(20);
    private static final String CONFIG = """
            nodes:
              web1: 192.0.2.11
              web2: 192.0.2.12
            aliases:
              - address: 198.51.100.100/24
            """;

    @TempDir
    private Path folder;

    private final BlockingQueue<Settings> published = new LinkedBlockingQueue<>();
    private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
    private Vertx vertx;
    private Path file;
    private ConfigVerticle verticle;
    private volatile HostFacts host = web1();

    @BeforeEach
    void prepare(Vertx fresh) throws Exception {
        vertx = fresh;
        ByReference.register(vertx);
        Channels.SETTINGS.listen(vertx, published::add);
        Channels.REPORT.listen(vertx, reports::add);
        file = Files.writeString(folder.resolve("web.yaml"), CONFIG);
    }

    @Test
    void aliasWhenNoInterfaceCarriesItsSubnetAtStartShouldWaitForOne() throws Exception {
        start();
        host = web1("198.51.100.11/24");
        Channels.KERNEL.publish(vertx, host.kernel());

        Settings settings = published.poll(30, TimeUnit.SECONDS);

        assertThat(settings).isNotNull();
        assertThat(settings.aliases().get(0).placement().interfaceName()).isEqualTo("eth1");
        assertThat(reports.poll(30, TimeUnit.SECONDS).sentence())
                .isEqualTo("configuration reloaded: change 198.51.100.100: interface none -> eth1");
    }

    @Test
    void aliasWhenItsSubnetMovesToAnotherInterfaceShouldFollowIt() throws Exception {
        host = web1("198.51.100.11/24");
        start();
        Channels.KERNEL.publish(vertx, host.kernel());
        // First it goes, and then it comes elsewhere.
        host = Hosts.withAddresses("web1", List.of(Hosts.carried(2, "192.0.2.11/24")));
        Channels.KERNEL.publish(vertx, host.kernel());
        host = Hosts.withAddresses(
                "web1", List.of(Hosts.carried(2, "192.0.2.11/24"), Hosts.carried(2, "198.51.100.11/24")));
        Channels.KERNEL.publish(vertx, host.kernel());

        Settings settings = published.poll(30, TimeUnit.SECONDS);

        assertThat(settings).isNotNull();
        assertThat(settings.aliases().get(0).placement().interfaceName()).isEqualTo("eth0");
        assertThat(reports.poll(30, TimeUnit.SECONDS).sentence())
                .isEqualTo("configuration reloaded: change 198.51.100.100: interface eth1 -> eth0");
    }

    @Test
    void aliasWhenOtherThingsChangeOnTheHostShouldGoOnWaitingWithoutAWord() throws Exception {
        start();
        host = web1("203.0.113.11/24");
        Channels.KERNEL.publish(vertx, host.kernel());

        assertThat(await(verticle.check()).accepted()).isTrue();
        assertThat(reports.poll(30, TimeUnit.SECONDS).cause()).isEqualTo("config-unchanged");
        assertThat(published).isEmpty();
    }

    @Test
    void aliasWhenTheAddressesOfItsInterfaceAreWipedShouldKeepItsPlace() throws Exception {
        host = web1("198.51.100.11/24");
        start();
        host = web1();
        Files.writeString(file, CONFIG + "interval: 100ms\n");

        assertThat(await(verticle.check()).accepted()).isTrue();

        Settings settings = published.poll(30, TimeUnit.SECONDS);
        assertThat(settings).isNotNull();
        assertThat(settings.interval()).isEqualTo(Duration.ofMillis(100));
        assertThat(settings.aliases().get(0).placement().interfaceName()).isEqualTo("eth1");
    }

    @Test
    void reloadWithAnAliasThatHasNoPlaceShouldBeRejectedBecauseSomethingRuns() throws Exception {
        host = web1("198.51.100.11/24");
        start();
        Files.writeString(file, CONFIG.replace("198.51.100.100", "203.0.113.100"));

        ConfigStatus status = await(verticle.check());

        assertThat(status.accepted()).isFalse();
        assertThat(status.lines())
                .singleElement()
                .asString()
                .startsWith(
                        file + ":5:14: no interface of this host carries the subnet of 203.0.113.100 at the moment");
        assertThat(published).isEmpty();
    }

    @Test
    void aliasWithoutAPlaceShouldBeWarnedOfAndHaveNone() {
        Reading reading = read();

        assertThat(reading.warnings())
                .singleElement()
                .extracting(Finding::what)
                .isEqualTo("no interface of this host carries the subnet of 198.51.100.100 at the moment;"
                        + " its subnets are 192.0.2.0/24 on eth0");
        Placement placement = reading.settings().orElseThrow().aliases().get(0).placement();
        assertThat(placement.placed()).isFalse();
        assertThat(placement).hasToString("198.51.100.100/24");
    }

    @Test
    void nodeWhoseAddressIsOnAnotherLinkThanTheAliasShouldBeWarnedOf() {
        host = web1("198.51.100.11/24");

        assertThat(read().warnings())
                .singleElement()
                .extracting(Finding::what)
                .asString()
                .contains("is in no network of eth1")
                .contains("told from a stranger there only if it answers ARP for that address");
    }

    private Reading read() {
        return ConfigReader.read("web.yaml", CONFIG.getBytes(StandardCharsets.UTF_8), host);
    }

    private void start() throws Exception {
        verticle = new ConfigVerticle(file, () -> host, read().settings().orElseThrow(), FileNews.NONE, SCAN_PERIOD);
        await(vertx.deployVerticle(verticle));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /** 192.0.2.11/24 on eth0, and perhaps something on eth1. */
    private static HostFacts web1(String... eth1) {
        List<Carried> addresses = new ArrayList<>(List.of(Hosts.carried(2, "192.0.2.11/24")));
        for (String address : eth1) {
            addresses.add(Hosts.carried(3, address));
        }
        return Hosts.withAddresses("web1", addresses);
    }
}
