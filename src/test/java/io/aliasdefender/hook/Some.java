package io.aliasdefender.hook;

import io.aliasdefender.core.Level;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.HookEvent;
import io.aliasdefender.payload.HookSpec;
import io.aliasdefender.payload.Log;
import io.aliasdefender.payload.Settings;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What the tests of hooks are about. */
final class Some {
    static final IpAddress ALIAS = IpAddress.of("192.0.2.100");
    static final Node SELF = new Node("web1", IpAddress.of("192.0.2.11"));
    /** Never reached by what ends by itself. */
    static final Duration LONG = Duration.ofSeconds(100);

    private static final Policy POLICY = new Policy(
            Duration.ofSeconds(1),
            10,
            Duration.ofMillis(5),
            Optional.empty(),
            Optional.empty(),
            Policy.OnStop.RELEASE,
            Policy.OnIsolation.HOLD,
            Policy.Announce.DEFAULT);

    private Some() {}

    static AliasSpec alias(Optional<String> group) {
        Node other = new Node("web2", IpAddress.of("192.0.2.12"));
        return new AliasSpec(
                new Placement(Cidr.of("192.0.2.100/24"), "eth0", Optional.of("eth0:1")),
                List.of(other, SELF),
                SELF,
                POLICY,
                group);
    }

    static Event event(long id, String cause) {
        return new Event(
                id,
                Instant.parse("2026-01-02T03:04:05.678Z"),
                "web1",
                Optional.of(ALIAS),
                cause,
                Level.INFO,
                "so it is");
    }

    static HookNews news(long id) {
        return HookNews.of(event(id, "took-over"), Optional.of(alias(Optional.empty())));
    }

    static Told told(long number) {
        return new Told(number, HookEvent.TOOK_OVER, news(number));
    }

    static HookSpec run(Path script, HookEvent... on) {
        return new HookSpec(
                Set.of(on),
                new HookSpec.Run(List.of(script.toString()), Optional.empty(), HookSpec.Style.OWN, Optional.empty()),
                LONG,
                false);
    }

    static Settings settings(HookSpec... hooks) {
        return new Settings(
                SELF,
                List.of(SELF),
                List.of(alias(Optional.empty())),
                Duration.ofSeconds(1),
                List.of(),
                Settings.AddressTool.AUTO,
                Settings.Web.DEFAULT,
                Log.DEFAULT,
                Settings.DEFAULT_ANNOUNCE_RATE,
                Settings.Link.OFF,
                List.of(),
                List.of(hooks));
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(100, TimeUnit.SECONDS);
    }
}
