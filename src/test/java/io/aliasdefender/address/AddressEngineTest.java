package io.aliasdefender.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.clock.VirtualTimers;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressAction.Kind;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.KernelView.Carried;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AddressEngineTest implements AddressEngine.Edge {
    private static final Link ETH0 = new Link(2, "eth0", new MacAddress(1), true, true, false);
    private static final Placement ALIAS = placement("2001:db8::100/64");
    private static final Placement STRAY = placement("2001:db8::100/128");
    private static final Placement OTHER = placement("2001:db8::101/64");

    private final VirtualTimers timers = new VirtualTimers();
    private final AddressEngine engine = new AddressEngine(timers, this);
    private final List<Runnable> noting = new ArrayList<>();
    private final List<AddressBatch> batches = new ArrayList<>();
    private final List<Consumer<List<AddressApplied>>> ends = new ArrayList<>();
    private final List<AddressApplied> applied = new ArrayList<>();
    private boolean disk = true;

    @Override
    public void note(AddressAction action, Runnable noted) {
        if (disk) {
            noted.run();
        } else {
            noting.add(noted);
        }
    }

    @Override
    public void run(AddressBatch batch, Consumer<List<AddressApplied>> done) {
        batches.add(batch);
        ends.add(done);
    }

    @Override
    public void applied(AddressApplied one) {
        applied.add(one);
    }

    @Test
    void removalAndAdditionOfOneTurnShouldBeOneBatchInTheirOrder() {
        AddressAction remove = new AddressAction(1, Kind.REMOVE, STRAY);
        AddressAction add = new AddressAction(2, Kind.ADD, ALIAS);
        engine.action(remove);
        engine.action(add);
        timers.pass(Duration.ZERO);

        assertThat(batches)
                .singleElement()
                .satisfies(batch -> assertThat(batch.actions()).containsExactly(remove, add));
    }

    @Test
    void removalShouldWaitForTheNoteOfWhatReplacesIt() {
        disk = false;
        AddressAction before = new AddressAction(1, Kind.REMOVE, OTHER);
        AddressAction remove = new AddressAction(1, Kind.REMOVE, STRAY);
        AddressAction add = new AddressAction(2, Kind.ADD, ALIAS);
        engine.action(before);
        engine.action(remove);
        engine.action(add);
        timers.pass(Duration.ofMillis(1));

        assertThat(batches)
                .singleElement()
                .satisfies(batch -> assertThat(batch.actions()).containsExactly(before));

        ends.get(0).accept(done(batches.get(0)));
        noting.get(0).run();
        timers.pass(Duration.ZERO);
        assertThat(batches)
                .last()
                .satisfies(batch -> assertThat(batch.actions()).containsExactly(remove, add));
    }

    @Test
    void whatWaitsWhileABatchRunsShouldGoTogetherIntoTheNext() {
        engine.action(new AddressAction(1, Kind.ADD, ALIAS));
        timers.pass(Duration.ZERO);
        engine.action(new AddressAction(2, Kind.ADD, OTHER));
        engine.action(new AddressAction(3, Kind.REMOVE, ALIAS));
        timers.pass(Duration.ofMillis(5));
        assertThat(batches).hasSize(1);

        ends.get(0).accept(done(batches.get(0)));

        assertThat(batches).hasSize(2);
        assertThat(batches.get(1).actions()).extracting(AddressAction::id).containsExactly(2L, 3L);
        assertThat(applied).extracting(one -> one.action().id()).containsExactly(1L);
    }

    @Test
    void additionThatWaitedTooLongShouldBeRefusedAndARemovalDone() throws Exception {
        engine.action(new AddressAction(1, Kind.ADD, ALIAS));
        engine.action(new AddressAction(2, Kind.REMOVE, OTHER));
        timers.pass(Duration.ofMillis(501));

        List<AddressApplied> results = batches.get(0).carryOut(AddressEngineTest::done, timers.nanoTime());

        assertThat(results.get(0).result())
                .isInstanceOfSatisfying(
                        CommandResult.Failed.class,
                        failed -> assertThat(failed.why()).isEqualTo("the decision was 501 ms old when its turn came"));
        assertThat(results.get(1).result()).isInstanceOf(CommandResult.Done.class);
    }

    @Test
    void addressInDuplicateDetectionShouldBeRemovedBeforeItIsAdded() throws Exception {
        engine.kernel(new KernelView(
                List.of(ETH0), List.of(new Carried(2, ALIAS.address(), Optional.empty(), true)), List.of()));
        engine.action(new AddressAction(1, Kind.ADD, ALIAS));
        timers.pass(Duration.ZERO);
        List<AddressAction> asked = new ArrayList<>();

        List<AddressApplied> results = batches.get(0)
                .carryOut(
                        actions -> {
                            asked.addAll(actions);
                            return done(actions);
                        },
                        timers.nanoTime());

        assertThat(asked).extracting(AddressAction::kind).containsExactly(Kind.REMOVE, Kind.ADD);
        assertThat(results).hasSize(1);
    }

    @Test
    void whatIsDroppedShouldNotBeBegun() {
        engine.action(new AddressAction(0, Kind.REMOVE, ALIAS));
        engine.drop(action -> action.placement().equals(ALIAS));
        timers.pass(Duration.ofMillis(1));

        assertThat(batches).isEmpty();
    }

    private static List<AddressApplied> done(AddressBatch batch) {
        return done(batch.actions());
    }

    private static List<AddressApplied> done(List<AddressAction> actions) {
        return actions.stream()
                .map(action -> new AddressApplied(action, new CommandResult.Done(Duration.ZERO)))
                .toList();
    }

    private static Placement placement(String address) {
        return new Placement(Cidr.of(address), "eth0", Optional.empty());
    }
}
