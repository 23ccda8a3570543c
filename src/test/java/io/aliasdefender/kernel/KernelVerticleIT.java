package io.aliasdefender.kernel;

import static io.aliasdefender.os.Namespaces.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.address.AddressChanger;
import io.aliasdefender.bus.ByReference;
import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressAction.Kind;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.held.HeldTest;
import io.aliasdefender.os.Namespaces;
import io.aliasdefender.os.NetNs;
import io.aliasdefender.payload.Settings.AddressTool;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class KernelVerticleIT {
    private static final int TIMES = 200;
    private static final IpAddress ALIAS = IpAddress.of("192.0.2.100");

    private final Replacements replacements = new Replacements();
    private final BlockingQueue<KernelView> views = new LinkedBlockingQueue<>();
    private Namespaces net;
    private String host;
    private Vertx vertx;

    @BeforeEach
    void watch() throws Exception {
        Namespaces.requireRoot();
        net = new Namespaces();
        host = net.host("a");
        ip("-n", host, "address", "add", "192.0.2.11/24", "dev", "eth0");
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        CompletableFuture<Void> entered = new CompletableFuture<>();
        vertx.runOnContext(ignored -> {
            try {
                NetNs.enter(host);
                entered.complete(null);
            } catch (Exception failure) {
                entered.completeExceptionally(failure);
            }
        });
        entered.get(30, TimeUnit.SECONDS);
        ByReference.register(vertx);
        Channels.KERNEL.listen(vertx, views::add);
        await(vertx.deployVerticle(new KernelVerticle(
                HeldTest.settings(new Placement(Cidr.of("192.0.2.100/24"), "eth0", Optional.empty())), replacements)));
    }

    @AfterEach
    void end() throws Exception {
        try {
            if (vertx != null) {
                await(vertx.close());
            }
        } finally {
            net.close();
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /** The next view of that kind, and all that came before it. */
    private KernelView awaitView(Predicate<KernelView> wanted) throws Exception {
        while (true) {
            KernelView view = views.poll(30, TimeUnit.SECONDS);
            assertThat(view).as("a view").isNotNull();
            if (wanted.test(view)) {
                return view;
            }
        }
    }

    @Test
    void defaultRouteShouldBeSeenWhenItComesAndGoes() throws Exception {
        ip("-n", host, "route", "add", "default", "via", "192.0.2.1");
        awaitView(view -> view.defaultRouters("eth0", false).equals(List.of(IpAddress.of("192.0.2.1"))));
        ip("-n", host, "route", "add", "203.0.113.0/24", "via", "192.0.2.1");
        ip("-n", host, "route", "replace", "default", "via", "192.0.2.2");
        awaitView(view -> view.defaultRouters("eth0", false).equals(List.of(IpAddress.of("192.0.2.2"))));
        ip("-n", host, "route", "del", "default");
        awaitView(view -> view.routes().isEmpty());
    }

    @Test
    void interfaceThatIsMadeAnewShouldBeSeenWithItsNumberAndWithoutItsOldAddresses() throws Exception {
        int before = net.index(host);
        net.unplug("a");
        awaitView(view -> view.link("eth0").isEmpty());
        net.plug("a");
        KernelView view = awaitView(now -> now.link("eth0").isPresent());

        assertThat(view.link("eth0").orElseThrow().index()).isNotEqualTo(before);
        assertThat(view.carries(IpAddress.of("192.0.2.11"))).isFalse();
    }

    /** In the midst of it the kernel has the placeholder alone, or both. */
    @Test
    void replacementShouldNotBeSeenHalfway() throws Exception {
        NetNs.call(host, () -> {
            try (AddressChanger changer = AddressChanger.of(AddressTool.NETLINK, replacements)) {
                changer.apply(List.of(new AddressAction(1, Kind.ADD, alias(0))));
                for (int i = 0; i < TIMES; i++) {
                    changer.apply(List.of(
                            new AddressAction(1, Kind.REMOVE, alias(i)), new AddressAction(2, Kind.ADD, alias(i + 1))));
                }
            }
            return null;
        });
        ip("-n", host, "address", "add", "192.0.2.13/24", "dev", "eth0");

        int seen = 0;
        while (true) {
            KernelView view = views.poll(30, TimeUnit.SECONDS);
            assertThat(view).as("a view").isNotNull();
            List<Carried> carried = view.carried(ALIAS);
            seen += carried.size();
            assertThat(carried.size()).as(carried + " in view with it").isEqualTo(seen == 0 ? 0 : 1);
            assertThat(carried).allMatch(one -> one.address().prefixLength() == 24);
            if (view.carries(IpAddress.of("192.0.2.13"))) {
                break;
            }
        }
        assertThat(seen).isPositive();
    }

    private static Placement alias(int time) {
        return new Placement(Cidr.of("192.0.2.100/24"), "eth0", Optional.of("eth0:" + time % 3));
    }
}
