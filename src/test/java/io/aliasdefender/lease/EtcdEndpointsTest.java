package io.aliasdefender.lease;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EtcdEndpointsTest {
    @ParameterizedTest
    @CsvSource({
        "401, etcdserver: invalid auth token, true",
        "400, etcdserver: revision of auth store is old, true",
        "400, etcdserver: user name is empty, true",
        "403, etcdserver: permission denied, false",
        "400, etcdserver: mvcc: required revision has been compacted, false",
        "503, etcdserver: request timed out, false"
    })
    void loginShouldBeAskedForAgainWhenEtcdHasForgottenIt(int status, String why, boolean again) {
        assertThat(EtcdEndpoints.isForgotten(status, "fails: " + why)).isEqualTo(again);
    }
}
