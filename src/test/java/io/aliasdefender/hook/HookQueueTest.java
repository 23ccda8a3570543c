package io.aliasdefender.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HookQueueTest {
    private static List<Long> numbers(List<Told> told) {
        return told.stream().map(Told::number).toList();
    }

    private static HookQueue filled(int room, int count) {
        HookQueue queue = new HookQueue(room);
        for (int number = 1; number <= count; number++) {
            queue.add(Some.told(number));
        }
        return queue;
    }

    @Test
    void whatIsTakenShouldBeTheFirstInOrderUntilItIsDone() {
        HookQueue queue = filled(10, 3);

        assertThat(numbers(queue.take(2))).containsExactly(1L, 2L);
        queue.again();
        assertThat(numbers(queue.take(1))).containsExactly(1L);
        queue.done();
        assertThat(numbers(queue.take(5))).containsExactly(2L, 3L);
        queue.done();
        assertThat(queue.take(5)).isEmpty();
        assertThat(queue.dropped()).isZero();
    }

    @Test
    void queueWhenItIsFullShouldDropTheOldestThatIsNotBeingTold() {
        HookQueue queue = filled(3, 3);
        assertThat(numbers(queue.take(1))).containsExactly(1L);

        assertThat(queue.add(Some.told(4))).isEqualTo(1);
        assertThat(queue.dropped()).isEqualTo(1);
        queue.done();
        assertThat(numbers(queue.take(5))).containsExactly(3L, 4L);
    }

    @Test
    void queueOfWhichAllIsBeingToldShouldKeepAllOfIt() {
        HookQueue queue = filled(2, 2);
        assertThat(queue.take(2)).hasSize(2);

        assertThat(queue.add(Some.told(3))).isEqualTo(1);
        queue.done();
        assertThat(queue.size()).isZero();
        assertThat(queue.dropped()).isEqualTo(1);
    }

    @Test
    void whatIsDroppedShouldBeCounted() {
        HookQueue queue = filled(5, 5);
        queue.take(2);
        queue.drop();
        assertThat(queue.dropped()).isEqualTo(2);
        assertThat(queue.dropAll()).isEqualTo(3);
        assertThat(queue.dropped()).isEqualTo(5);
        assertThat(queue.size()).isZero();
    }
}
