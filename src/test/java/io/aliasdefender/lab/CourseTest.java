package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.lab.HolderTimeline.Stretch;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CourseTest {
    @Test
    void settlingWhenThereIsOneHolderAllAlongShouldTakeNoTime() {
        assertThat(Course.settling(List.of(new Stretch(5, 90, Set.of("web1"))))).isZero();
        assertThat(Course.settling(List.of(new Stretch(5, 50, Set.of("web1")), new Stretch(50, 90, Set.of("web2")))))
                .isZero();
    }

    @Test
    void settlingShouldLastUntilThereIsOneHolderForGood() {
        assertThat(Course.settling(List.of(
                        new Stretch(5, 20, Set.of("web1", "web2")),
                        new Stretch(20, 30, Set.of("web1")),
                        new Stretch(30, 40, Set.of()),
                        new Stretch(40, 90, Set.of("web2")))))
                .isEqualTo(35);
        assertThat(Course.settling(List.of(new Stretch(5, 90, Set.of())))).isEqualTo(85);
    }
}
