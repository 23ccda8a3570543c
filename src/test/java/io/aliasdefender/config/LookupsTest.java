package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aliasdefender.core.net.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LookupsTest {
    private static final IpAddress ADDRESS = IpAddress.of("192.0.2.11");
    private static final Duration LONG = Duration.ofMinutes(10);

    private static List<Optional<IpAddress>> all(List<String> names, Resolver system, Duration limit) {
        return Lookups.reading(
                system, limit, resolver -> names.stream().map(resolver::resolve).toList());
    }

    @Test
    void namesShouldBeAskedForSideBySide() {
        CountDownLatch eachAsked = new CountDownLatch(20);
        Resolver slow = name -> {
            eachAsked.countDown();
            // Nobody gets an answer before all of them have been asked for.
            await(eachAsked);
            return Optional.of(ADDRESS);
        };
        List<String> names = IntStream.range(0, 20).mapToObj(i -> "web" + i).toList();

        assertThat(all(names, slow, LONG)).hasSize(20).containsOnly(Optional.of(ADDRESS));
    }

    @Test
    void namesWhenTheResolverDoesNotAnswerShouldBeGivenUpTogetherAndToldApart() {
        CountDownLatch never = new CountDownLatch(1);
        Resolver dead = name -> {
            if (name.equals("known")) {
                return Optional.of(ADDRESS);
            }
            if (!name.equals("unknown")) {
                await(never);
            }
            return Optional.empty();
        };
        List<String> names = Stream.concat(
                        Stream.of("known", "unknown"), IntStream.range(0, 200).mapToObj(i -> "web" + i))
                .toList();

        List<String> told = Lookups.reading(
                dead,
                Duration.ofMillis(500),
                resolver -> names.stream()
                        .map(name ->
                                resolver.resolve(name).map(Object::toString).orElse("nothing")
                                        + (resolver.ranOutOfTime(name) ? " in time" : ""))
                        .toList());
        never.countDown();

        assertThat(told.subList(0, 2)).containsExactly("192.0.2.11", "nothing");
        assertThat(told.subList(2, told.size())).hasSize(200).containsOnly("nothing in time");
    }

    @Test
    void nameWhenItComesToLightByAnotherOneShouldBeAskedForToo() {
        AtomicInteger readings = new AtomicInteger();
        String told = Lookups.reading(name -> Optional.of(ADDRESS), LONG, resolver -> {
            readings.incrementAndGet();
            return resolver.resolve("first")
                            .flatMap(first -> resolver.resolve("second"))
                            .isPresent()
                    ? "both"
                    : "not both";
        });

        assertThat(told).isEqualTo("both");
        assertThat(readings).hasValue(3);
    }

    @Test
    void fileWithoutNamesShouldBeReadOnce() {
        AtomicInteger readings = new AtomicInteger();
        assertThat(Lookups.<Integer>reading(name -> Optional.empty(), LONG, resolver -> readings.incrementAndGet()))
                .isEqualTo(1);
    }

    @Test
    void addressWhenTheResolverDoesNotAnswerShouldBeGivenUp() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try {
            assertThatThrownBy(() -> Lookups.address("web1", Duration.ofMillis(300), name -> {
                        await(never);
                        return InetAddress.getLoopbackAddress();
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("web1 was not resolved within 300 ms");
        } finally {
            never.countDown();
        }
        InetAddress loopback = InetAddress.getLoopbackAddress();
        assertThat(Lookups.address("web1", LONG, name -> loopback)).isEqualTo(loopback);
        assertThatThrownBy(() -> Lookups.address("web1", LONG, name -> {
                    throw new UnknownHostException(name);
                }))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("web1");
        assertThat(Lookups.address("192.0.2.11", LONG).getHostAddress()).isEqualTo("192.0.2.11");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
