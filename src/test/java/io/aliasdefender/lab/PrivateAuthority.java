package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.pki.Keytool;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority of the laboratory's own, which signs the certificates of its hosts. */
final class PrivateAuthority {
    private static final String CA = "ca";

    private final Keytool keytool;

    /** @param folder for its files; it exists */
    PrivateAuthority(Path folder) throws Exception {
        keytool = new Keytool(folder, "authority");
        keytool.make(CA, "-ext", "bc:c");
    }

    /** Makes the certificate and the key of a host; {@link #certificate} and {@link #key} name the files. */
    void sign(String host, IpAddress address) throws Exception {
        keytool.make(host, "-signer", CA, "-ext", "san=ip:" + address);
    }

    Path certificate(String host) {
        return keytool.certificate(host);
    }

    Path key(String host) {
        return keytool.key(host);
    }

    /** The authority's own certificate. */
    Path certificate() {
        return certificate(CA);
    }

    /** For a client that trusts this authority and nobody else. */
    SSLContext trust() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(CA, keytool.load().getCertificate(CA));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
