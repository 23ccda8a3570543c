package io.aliasdefender.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class PeerTroubleTest {
    private static String sentence(Throwable failure) {
        return PeerTrouble.sentence(failure, Duration.ofSeconds(2));
    }

    private static Throwable handshake(Throwable cause) {
        return new IOException("Failed to create SSL connection", new SSLHandshakeException("PKIX").initCause(cause));
    }

    @Test
    void troubleShouldBeToldByItsInnermostCauseThatIsKnown() {
        assertThat(sentence(handshake(new CertPathBuilderException("unable to find valid certification path"))))
                .startsWith("its certificate is not signed by anybody in web: peer-ca");
        assertThat(sentence(handshake(new CertificateExpiredException("NotAfter: yesterday"))))
                .isEqualTo("its certificate is out of date, or a clock is wrong");
        assertThat(sentence(handshake(new CertificateException("No subject alternative names matching IP address"))))
                .isEqualTo("its certificate is not made for the host in its address under web: peers");
        assertThat(sentence(handshake(new IllegalStateException("odd")))).isEqualTo("no TLS connection: PKIX");
        assertThat(sentence(new ConnectException("connect(..) failed: Connection refused")))
                .isEqualTo("nobody listens there");
        assertThat(sentence(new ConnectException("connect(..) failed: No route to host")))
                .isEqualTo("it cannot be reached");
        assertThat(sentence(new UnknownHostException("web9"))).isEqualTo("its name cannot be resolved");
        assertThat(sentence(new TimeoutException("x"))).isEqualTo("it does not answer within 2 s");
    }

    @Test
    void troubleWhenItIsUnknownShouldBeToldAsItIs() {
        assertThat(sentence(new IOException("broken pipe"))).isEqualTo("broken pipe");
        assertThat(sentence(new IOException((String) null))).isEqualTo("IOException");
    }
}
