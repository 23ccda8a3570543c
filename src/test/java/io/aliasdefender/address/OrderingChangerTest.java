package io.aliasdefender.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressAction.Kind;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.address.Lifetime;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.kernel.Replacements;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OrderingChangerTest implements AddressChanger {
    private final Replacements replacements = new Replacements();
    private final OrderingChanger changer = new OrderingChanger(this, replacements);
    private final List<String> batches = new ArrayList<>();
    private boolean hidden = true;

    @Override
    public String name() {
        return "test";
    }

    @Override
    public boolean rehearse() {
        return true;
    }

    @Override
    public List<AddressApplied> apply(List<AddressAction> actions) {
        hidden &= replacements.disturbedSince(replacements.changes());
        batches.add(actions.stream()
                .map(action -> (action.kind() == Kind.ADD ? "+" : "-")
                        + action.placement()
                        + action.lifetime()
                                .map(left -> " for " + left.seconds() + " s")
                                .orElse(""))
                .collect(Collectors.joining(", ")));
        return actions.stream()
                .map(action -> new AddressApplied(action, new CommandResult.Done(Duration.ZERO)))
                .toList();
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private static AddressAction action(Kind kind, String address, String label) {
        return new AddressAction(
                1,
                kind,
                new Placement(Cidr.of(address), "eth0", Optional.of(label).filter(some -> !some.isEmpty())));
    }

    private void apply(AddressAction... actions) throws InterruptedException {
        assertThat(changer.apply(Arrays.asList(actions)))
                .extracting(AddressApplied::action)
                .as("results are in the order of what was asked")
                .containsExactly(actions);
    }

    @Test
    void newPrefixShouldComeBeforeTheOldOneGoes() throws InterruptedException {
        apply(action(Kind.REMOVE, "192.0.2.100/24", ""), action(Kind.ADD, "192.0.2.100/25", ""));

        assertThat(batches).containsExactly("+192.0.2.100/25 on eth0, -192.0.2.100/24 on eth0");
        assertThat(hidden).isTrue();
    }

    @Test
    void newLabelShouldHaveAPlaceholderMeanwhile() throws InterruptedException {
        apply(action(Kind.REMOVE, "192.0.2.100/24", "eth0:1"), action(Kind.ADD, "192.0.2.100/24", "eth0:2"));

        assertThat(batches)
                .containsExactly("+192.0.2.100/32 on eth0, -192.0.2.100/24 on eth0:1, +192.0.2.100/24 on eth0:2,"
                        + " -192.0.2.100/32 on eth0");
        assertThat(replacements.disturbedSince(replacements.changes())).isFalse();
    }

    @Test
    void newPrefixOfIpv6ShouldHaveAPlaceholderOnTheLoopbackInterface() throws InterruptedException {
        apply(action(Kind.REMOVE, "2001:db8::100/64", ""), action(Kind.ADD, "2001:db8::100/128", ""));

        assertThat(batches)
                .containsExactly(
                        "+2001:db8::100/128 on lo",
                        "-2001:db8::100/64 on eth0, +2001:db8::100/128 on eth0",
                        "-2001:db8::100/128 on lo");
        assertThat(hidden).isTrue();
    }

    /** Nobody removes it when the process is killed in between. */
    @Test
    void placeholderShouldEndByItselfWithWhatItStandsFor() throws InterruptedException {
        Lifetime lifetime = new Lifetime(3, Duration.ofSeconds(5), Duration.ZERO);
        apply(
                action(Kind.REMOVE, "192.0.2.100/24", "eth0:1"),
                lasting(action(Kind.ADD, "192.0.2.100/24", "eth0:2"), lifetime));
        apply(
                action(Kind.REMOVE, "2001:db8::100/64", ""),
                lasting(action(Kind.ADD, "2001:db8::100/128", ""), lifetime));

        assertThat(batches)
                .containsExactly(
                        "+192.0.2.100/32 on eth0 for 3 s, -192.0.2.100/24 on eth0:1,"
                                + " +192.0.2.100/24 on eth0:2 for 3 s, -192.0.2.100/32 on eth0",
                        "+2001:db8::100/128 on lo for 3 s",
                        "-2001:db8::100/64 on eth0, +2001:db8::100/128 on eth0 for 3 s",
                        "-2001:db8::100/128 on lo");
    }

    private static AddressAction lasting(AddressAction action, Lifetime lifetime) {
        return new AddressAction(action.id(), action.kind(), action.placement(), Optional.of(lifetime));
    }

    @Test
    void removalsShouldBeginWithTheLastOne() throws InterruptedException {
        apply(
                action(Kind.REMOVE, "192.0.2.100/24", ""),
                action(Kind.REMOVE, "192.0.2.101/24", ""),
                action(Kind.ADD, "192.0.2.102/24", ""),
                action(Kind.REMOVE, "192.0.2.103/24", ""),
                action(Kind.REMOVE, "192.0.2.104/24", ""));

        assertThat(batches)
                .containsExactly("-192.0.2.101/24 on eth0, -192.0.2.100/24 on eth0, +192.0.2.102/24 on eth0,"
                        + " -192.0.2.104/24 on eth0, -192.0.2.103/24 on eth0");
    }
}
