package io.aliasdefender.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.web.ConnectionSlots.Source;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private final Budget budget = new Budget(100);
    private final List<String> cut = new ArrayList<>();

    private Budget.Account open(String source, String name) throws Exception {
        return budget.open(Source.of(InetAddress.getByName(source)), () -> cut.add(name));
    }

    @Test
    void budgetWhenExceededShouldCutTheWorstConnectionOfTheGreediestSource() throws Exception {
        Budget.Account alone = open("192.0.2.1", "alone");
        Budget.Account first = open("192.0.2.2", "first of many");
        Budget.Account second = open("192.0.2.2", "second of many");
        alone.hold(40);
        first.hold(25);
        second.hold(30);
        assertThat(cut).isEmpty();

        // Whoever asks for it is not always who has the most.
        alone.hold(6);

        assertThat(cut).containsExactly("second of many");
        assertThat(budget.used()).isEqualTo(71);
        assertThat(budget.cut()).isEqualTo(1);
    }

    @Test
    void budgetShouldCutUntilItIsEnoughAndTheOldestOfEqualOnes() throws Exception {
        for (String name : List.of("a", "b", "c", "d")) {
            open("192.0.2.1", name).hold(25);
        }
        open("192.0.2.1", "e").hold(26);

        // What held the most was what came last.
        assertThat(cut).containsExactly("e");
        open("192.0.2.1", "f").hold(25);
        assertThat(cut).containsExactly("e", "a");
    }

    @Test
    void accountWhenClosedShouldCountForNothingAndStayClosed() throws Exception {
        Budget.Account account = open("192.0.2.1", "one");
        account.hold(90);
        account.close();
        account.close();
        account.hold(1_000);
        account.release(90);

        assertThat(budget.used()).isZero();
        assertThat(cut).isEmpty();
    }

    @Test
    void oneThatHoldsTooMuchAloneShouldBeCutAlone() throws Exception {
        Budget.Account greedy = open("192.0.2.1", "greedy");
        open("192.0.2.2", "modest").hold(50);
        greedy.hold(101);

        assertThat(cut).containsExactly("greedy");
        assertThat(budget.used()).isEqualTo(50);
    }

    @Test
    void budgetWhenThereIsLittleMemoryBesideTheHeapShouldBeHalfOfThat() {
        assertThat(Limits.heapBytes(48 << 20)).isEqualTo(Limits.HEAP_BYTES);
        assertThat(Limits.heapBytes(5 << 20)).isEqualTo(5 << 19);
    }
}
