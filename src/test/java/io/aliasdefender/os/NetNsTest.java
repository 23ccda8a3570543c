package io.aliasdefender.os;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class NetNsTest {
    @Test
    void callInANamespaceThatIsNotThereShouldSaySo() {
        assertThatThrownBy(() -> NetNs.call("ad-nowhere", () -> 1))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no network namespace ad-nowhere");
    }
}
